/** Doubles as it grows; for observations whose number is not known beforehand. */
export class GrowingFloats {
  private values: Float64Array;
  length = 0;

  constructor(capacity = 256) {
    this.values = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** A view, valid until the next push. */
  view(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
