/** Minimise several objectives, one after the other, over x ≥ 0 under equalities and upper bounds with non-negative right-hand sides. */
export interface LinearProgram {
  variables: number;
  constraints: { terms: [variable: number, coefficient: number][]; kind: "=" | "<="; rhs: number }[];
  objectives: [variable: number, coefficient: number][][];
}

const TOLERANCE = 1e-10;

/**
 * Lexicographic simplex on a dense tableau with Bland's rule: level 0 drives the artificial variables out; every further level may
 * only enter columns whose reduced cost is zero on all levels before it, which keeps it on their optimal face.
 * Null when the constraints cannot hold.
 */
export function solveLexicographic(program: LinearProgram): Float64Array | null {
  const rows = program.constraints.length;
  const slackStart = program.variables;
  const slacks = program.constraints.filter((c) => c.kind === "<=").length;
  const artificialStart = slackStart + slacks;
  const artificials = rows - slacks;
  const columns = artificialStart + artificials;
  const tableau: Float64Array[] = [];
  const basis: number[] = [];
  let slack = slackStart;
  let artificial = artificialStart;
  for (const constraint of program.constraints) {
    const row = new Float64Array(columns + 1);
    for (const [variable, coefficient] of constraint.terms) row[variable] = (row[variable] ?? 0) + coefficient;
    if (constraint.rhs < 0) throw new Error("negative right-hand side");
    row[columns] = constraint.rhs;
    const own = constraint.kind === "<=" ? slack++ : artificial++;
    row[own] = 1;
    basis.push(own);
    tableau.push(row);
  }
  const levels: Float64Array[] = [];
  const phaseOne = new Float64Array(columns + 1);
  for (let r = 0; r < rows; r += 1) {
    if ((basis[r] as number) < artificialStart) continue;
    for (let j = 0; j <= columns; j += 1) phaseOne[j] = (phaseOne[j] as number) - ((tableau[r] as Float64Array)[j] as number);
  }
  for (let j = artificialStart; j < columns; j += 1) phaseOne[j] = 0;
  levels.push(phaseOne);
  for (const objective of program.objectives) {
    const row = new Float64Array(columns + 1);
    for (const [variable, coefficient] of objective) row[variable] = (row[variable] ?? 0) + coefficient;
    const scale = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (scale > 0) for (let j = 0; j < columns; j += 1) row[j] = (row[j] as number) / scale;
    levels.push(row);
  }
  const pivot = (r: number, j: number) => {
    const pivotRow = tableau[r] as Float64Array;
    const value = pivotRow[j] as number;
    for (let k = 0; k <= columns; k += 1) pivotRow[k] = (pivotRow[k] as number) / value;
    for (const row of [...tableau, ...levels]) {
      if (row === pivotRow) continue;
      const factor = row[j] as number;
      if (factor === 0) continue;
      for (let k = 0; k <= columns; k += 1) row[k] = (row[k] as number) - factor * (pivotRow[k] as number);
      row[j] = 0;
    }
    basis[r] = j;
  };
  for (let level = 0; level < levels.length; level += 1) {
    const costs = levels[level] as Float64Array;
    for (let guard = 0; ; guard += 1) {
      if (guard > 10000) throw new Error("the simplex does not end");
      let entering = -1;
      for (let j = 0; j < artificialStart && entering < 0; j += 1) {
        if ((costs[j] as number) >= -TOLERANCE) continue;
        let free = true;
        for (let k = 0; k < level && free; k += 1) free = Math.abs((levels[k] as Float64Array)[j] as number) <= TOLERANCE;
        if (free) entering = j;
      }
      if (entering < 0) break;
      let leaving = -1;
      let best = Number.POSITIVE_INFINITY;
      for (let r = 0; r < rows; r += 1) {
        const a = (tableau[r] as Float64Array)[entering] as number;
        if (a <= TOLERANCE) continue;
        const ratio = Math.max(0, (tableau[r] as Float64Array)[columns] as number) / a;
        if (ratio < best - 1e-13 || (ratio <= best + 1e-13 && leaving >= 0 && (basis[r] as number) < (basis[leaving] as number))) {
          best = Math.min(best, ratio);
          leaving = r;
        }
      }
      if (leaving < 0) throw new Error("an unbounded linear programme");
      pivot(leaving, entering);
    }
    if (level === 0) {
      let left = 0;
      for (let r = 0; r < rows; r += 1) if ((basis[r] as number) >= artificialStart) left += (tableau[r] as Float64Array)[columns] as number;
      if (left > 1e-9) return null;
    }
  }
  const x = new Float64Array(program.variables);
  for (let r = 0; r < rows; r += 1) {
    const variable = basis[r] as number;
    if (variable < program.variables) x[variable] = Math.max(0, (tableau[r] as Float64Array)[columns] as number);
  }
  return x;
}
