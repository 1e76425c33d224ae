/**
 * Minimum-norm least squares x = Aᵀ(AAᵀ)⁺b through the eigen-decomposition of the smaller Gram matrix (cyclic Jacobi rotations).
 * Source: Golub & Van Loan, Matrix Computations (4th ed.), sections 5.5 and 8.5.
 */
export function minimumNormLeastSquares(rows: number[][], right: number[]): number[] {
  const m = rows.length;
  const n = rows[0]?.length ?? 0;
  if (m === 0 || n === 0) return new Array<number>(n).fill(0);
  const gram = new Array<number[]>(n);
  for (let i = 0; i < n; i += 1) {
    gram[i] = new Array<number>(n).fill(0);
    for (let j = 0; j < n; j += 1) for (let k = 0; k < m; k += 1) gram[i]![j]! += rows[k]![i]! * rows[k]![j]!;
  }
  const target = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i += 1) for (let k = 0; k < m; k += 1) target[i]! += rows[k]![i]! * right[k]!;
  const { values, vectors } = jacobiEigen(gram);
  const largest = Math.max(...values.map(Math.abs), 0);
  const solution = new Array<number>(n).fill(0);
  for (let e = 0; e < n; e += 1) {
    if (Math.abs(values[e]!) <= 1e-11 * largest) continue;
    let projection = 0;
    for (let i = 0; i < n; i += 1) projection += vectors[i]![e]! * target[i]!;
    const scale = projection / values[e]!;
    for (let i = 0; i < n; i += 1) solution[i]! += scale * vectors[i]![e]!;
  }
  return solution;
}

/** Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix. */
function jacobiEigen(symmetric: number[][]): { values: number[]; vectors: number[][] } {
  const n = symmetric.length;
  const a = symmetric.map((row) => [...row]);
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : (0 as number))));
  for (let sweep = 0; sweep < 100; sweep += 1) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) {
        if (i === j) diagonal += a[i]![j]! ** 2;
        else off += a[i]![j]! ** 2;
      }
    if (off <= 1e-30 * (diagonal + off)) break;
    for (let p = 0; p < n - 1; p += 1) {
      for (let q = p + 1; q < n; q += 1) {
        if (a[p]![q]! === 0) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k += 1) {
          const x = a[k]![p]!;
          const y = a[k]![q]!;
          a[k]![p] = c * x - s * y;
          a[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < n; k += 1) {
          const x = a[p]![k]!;
          const y = a[q]![k]!;
          a[p]![k] = c * x - s * y;
          a[q]![k] = s * x + c * y;
          const z = v[k]![p]!;
          const w = v[k]![q]!;
          v[k]![p] = c * z - s * w;
          v[k]![q] = s * z + c * w;
        }
      }
    }
  }
  return { values: a.map((row, i) => row[i]!), vectors: v };
}
