/** A small linear programme with non-negative variables and several objectives in order of importance. */
export interface LexicographicProgramme {
  variables: number;
  /** Σ row·x = right. */
  equalities: { row: number[]; right: number }[];
  /** Σ row·x ≤ right. */
  inequalities: { row: number[]; right: number }[];
  /** Minimised one after the other, each within the optima of those before. */
  objectives: number[][];
}

const ZERO = 1e-10;

/**
 * Solves a lexicographic linear programme exactly on a dense tableau; null when infeasible. After each objective the columns
 * with a positive reduced cost are locked out, which leaves precisely the face of its optima for the next one. Bland's rule
 * keeps it from cycling. The programmes are tiny (tiers × edges), so no factorisation is kept. Unbounded objectives cannot occur
 * in ours (shares and flows are bounded); they throw.
 * Source: Chvátal, Linear Programming (1983), ch. 2–3; Isermann, "Linear lexicographic optimization", OR Spektrum 4 (1982).
 */
export function solveLexicographic(programme: LexicographicProgramme): number[] | null {
  const { variables, equalities, inequalities, objectives } = programme;
  const m = equalities.length + inequalities.length;
  const slackStart = variables;
  const artificialStart = variables + inequalities.length;
  const width = artificialStart + m + 1;
  const rows: Float64Array[] = [];
  const basis = new Int32Array(m);
  let artificials = 0;
  const addRow = (coefficients: number[], right: number, slack: number): void => {
    const row = new Float64Array(width);
    const sign = right < 0 ? -1 : 1;
    for (let j = 0; j < variables; j += 1) row[j] = sign * coefficients[j]!;
    if (slack >= 0) row[slackStart + slack] = sign;
    row[width - 1] = sign * right;
    const r = rows.length;
    if (slack >= 0 && sign > 0) basis[r] = slackStart + slack;
    else {
      row[artificialStart + artificials] = 1;
      basis[r] = artificialStart + artificials;
      artificials += 1;
    }
    rows.push(row);
  };
  for (const { row, right } of equalities) addRow(row, right, -1);
  inequalities.forEach(({ row, right }, s) => {
    addRow(row, right, s);
  });
  const locked = new Uint8Array(width - 1);
  const usable = artificialStart + artificials;

  const minimise = (cost: (column: number) => number): Float64Array => {
    const reduced = new Float64Array(width);
    for (let j = 0; j < usable; j += 1) reduced[j] = cost(j);
    for (let r = 0; r < m; r += 1) {
      const c = cost(basis[r]!);
      if (c === 0) continue;
      const row = rows[r]!;
      for (let j = 0; j < width; j += 1) reduced[j]! -= c * row[j]!;
    }
    for (let pivots = 0; ; pivots += 1) {
      let enter = -1;
      for (let j = 0; j < usable; j += 1) {
        if (!locked[j] && reduced[j]! < -ZERO) {
          enter = j;
          break;
        }
      }
      if (enter < 0) return reduced;
      let leave = -1;
      let best = Number.POSITIVE_INFINITY;
      for (let r = 0; r < m; r += 1) {
        const step = rows[r]![enter]!;
        if (step <= ZERO) continue;
        const ratio = rows[r]![width - 1]! / step;
        if (ratio < best - 1e-14 || (ratio <= best + 1e-14 && leave >= 0 && basis[r]! < basis[leave]!)) {
          best = Math.min(ratio, best);
          leave = r;
        }
      }
      if (leave < 0 || pivots > 10000) throw new Error("linear programme is unbounded");
      pivot(rows, reduced, leave, enter, width);
      basis[leave] = enter;
    }
  };

  if (artificials > 0) {
    const reduced = minimise((column) => (column >= artificialStart ? 1 : 0));
    if (-reduced[width - 1]! > 1e-9) return null;
    for (let r = 0; r < m; r += 1) {
      if (basis[r]! < artificialStart) continue;
      let enter = -1;
      for (let j = 0; j < artificialStart && enter < 0; j += 1) if (Math.abs(rows[r]![j]!) > ZERO) enter = j;
      if (enter >= 0) {
        pivot(rows, null, r, enter, width);
        basis[r] = enter;
      }
    }
    for (let j = artificialStart; j < usable; j += 1) locked[j] = 1;
  }
  for (const objective of objectives) {
    let scale = 0;
    for (const value of objective) scale = Math.max(scale, Math.abs(value));
    if (scale === 0) continue;
    const reduced = minimise((column) => (column < variables ? objective[column]! / scale : 0));
    for (let j = 0; j < artificialStart; j += 1) if (reduced[j]! > ZERO) locked[j] = 1;
  }
  const solution = new Array<number>(variables).fill(0);
  for (let r = 0; r < m; r += 1) if (basis[r]! < variables) solution[basis[r]!] = Math.max(0, rows[r]![width - 1]!);
  return solution;
}

function pivot(rows: Float64Array[], reduced: Float64Array | null, leave: number, enter: number, width: number): void {
  const row = rows[leave]!;
  const factor = 1 / row[enter]!;
  for (let j = 0; j < width; j += 1) row[j]! *= factor;
  row[enter] = 1;
  for (let r = 0; r < rows.length; r += 1) if (r !== leave) eliminate(rows[r]!, row, enter, width);
  if (reduced) eliminate(reduced, row, enter, width);
}

function eliminate(other: Float64Array, row: Float64Array, enter: number, width: number): void {
  const scale = other[enter]!;
  if (scale === 0) return;
  for (let j = 0; j < width; j += 1) other[j]! -= scale * row[j]!;
  other[enter] = 0;
}
