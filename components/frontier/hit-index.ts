import KDBush from "kdbush";

/** Finds the point under the pointer among up to a few hundred thousand, in well under a millisecond. The tree is built when it is first asked. */
export class HitIndex {
  #tree: KDBush | null = null;
  #owners: Uint32Array | null = null;
  readonly #xs: Float64Array;
  readonly #ys: Float64Array;

  /** Points with a NaN coordinate are left out. */
  constructor(xs: Float64Array, ys: Float64Array) {
    this.#xs = xs;
    this.#ys = ys;
  }

  /** Builds the tree now, so that the first question is as quick as the others. */
  prepare(): Uint32Array {
    if (this.#owners) return this.#owners;
    const [xs, ys] = [this.#xs, this.#ys];
    const owners = new Uint32Array(xs.length);
    let count = 0;
    for (let i = 0; i < xs.length; i++) if (Number.isFinite(xs[i] as number) && Number.isFinite(ys[i] as number)) owners[count++] = i;
    this.#owners = owners.subarray(0, count);
    if (count > 0) {
      const tree = new KDBush(count, 64, Float32Array);
      for (let slot = 0; slot < count; slot++) tree.add(xs[owners[slot] as number] as number, ys[owners[slot] as number] as number);
      tree.finish();
      this.#tree = tree;
    }
    return this.#owners;
  }

  /** Index of the nearest point within `radius` pixels, or null. Later points, drawn on top, win ties. */
  nearest(x: number, y: number, radius: number): number | null {
    const owners = this.prepare();
    if (!this.#tree) return null;
    let best: number | null = null;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (const slot of this.#tree.within(x, y, radius)) {
      const index = owners[slot] as number;
      const distance = ((this.#xs[index] as number) - x) ** 2 + ((this.#ys[index] as number) - y) ** 2;
      if (distance < bestDistance || (distance === bestDistance && best !== null && index > best)) {
        best = index;
        bestDistance = distance;
      }
    }
    return best;
  }
}
