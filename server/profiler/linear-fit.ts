import jstat from "jstat";
import { inverse, Matrix, SingularValueDecomposition } from "ml-matrix";

const { jStat } = jstat;

/** One coefficient with its 95 % interval (Student's t). */
export interface FitTerm {
  name: string;
  value: number;
  standardError: number;
  low: number;
  high: number;
}

export interface FitPoint {
  features: number[];
  measured: number;
  fitted: number;
  /** (fitted − measured) / measured. */
  relativeResidual: number;
}

/** A weighted least-squares fit; plain data, so that it can be stored, sent and drawn. */
export interface LinearFit {
  terms: FitTerm[];
  rSquared: number;
  /** Standard deviation of the relative residuals. */
  relativeSd: number;
  samples: number;
  degreesOfFreedom: number;
  points: FitPoint[];
  /** Covariance of the coefficients, for intervals of predictions. */
  covariance: number[][];
}

export interface Prediction {
  value: number;
  /** 95 % interval of the mean at this point. */
  ci95: [number, number];
  /** 95 % interval of one new measurement at this point. */
  interval95: [number, number];
}

export class FitError extends Error {
  override name = "FitError";
}

/**
 * Least squares on relative residuals: minimises Σ ((fitted − y)/y)², so that a point of 5 ms counts as much as one of 500 ms
 * (latencies have errors in proportion to their size). Features are taken as given (put a 1 in for the constant).
 * Standard errors from s²·(XᵀWX)⁻¹ with n − p degrees of freedom (Draper and Smith, Applied Regression Analysis, chapters 5 and 9).
 * @throws FitError when there are fewer points than coefficients + 1, a value is not positive, or the features do not determine the coefficients.
 */
export function fitRelative(names: readonly string[], rows: readonly { features: readonly number[]; y: number }[]): LinearFit {
  const size = names.length;
  if (rows.length <= size) throw new FitError(`${size} coefficients need at least ${size + 1} points; there are ${rows.length}`);
  for (const row of rows) {
    if (!(row.y > 0) || !Number.isFinite(row.y)) throw new FitError(`a measured value must be positive and finite; found ${row.y}`);
    if (row.features.length !== size || row.features.some((value) => !Number.isFinite(value))) throw new FitError("a feature is missing or not finite");
  }
  const scaled = new Matrix(rows.map((row) => row.features.map((value) => value / row.y)));
  if (conditionOf(scaled) > 1e8) throw new FitError("the points do not determine the coefficients (all at one load or one length?)");
  const inverted = inverse(scaled.transpose().mmul(scaled));
  const coefficients = inverted
    .mmul(scaled.transpose())
    .mmul(Matrix.columnVector(rows.map(() => 1)))
    .to1DArray();
  const points = rows.map((row): FitPoint => {
    const fitted = row.features.reduce((sum, value, index) => sum + value * (coefficients[index] ?? 0), 0);
    return { features: [...row.features], measured: row.y, fitted, relativeResidual: (fitted - row.y) / row.y };
  });
  const degreesOfFreedom = rows.length - size;
  const variance = points.reduce((sum, point) => sum + point.relativeResidual ** 2, 0) / degreesOfFreedom;
  const covariance = inverted.mul(variance).to2DArray();
  const t = jStat.studentt.inv(0.975, degreesOfFreedom);
  const mean = points.reduce((sum, point) => sum + point.measured, 0) / points.length;
  const total = points.reduce((sum, point) => sum + (point.measured - mean) ** 2, 0);
  const residual = points.reduce((sum, point) => sum + (point.measured - point.fitted) ** 2, 0);
  return {
    terms: names.map((name, index) => {
      const value = coefficients[index] ?? 0;
      const standardError = Math.sqrt(Math.max(0, covariance[index]?.[index] ?? 0));
      return { name, value, standardError, low: value - t * standardError, high: value + t * standardError };
    }),
    rSquared: total > 0 ? 1 - residual / total : 1,
    relativeSd: Math.sqrt(variance),
    samples: rows.length,
    degreesOfFreedom,
    points,
    covariance,
  };
}

/** Condition number with the columns scaled to one length, so that units do not matter. */
function conditionOf(matrix: Matrix): number {
  const columns = matrix.columns;
  const unit = matrix.clone();
  for (let column = 0; column < columns; column += 1) {
    const length = Math.hypot(...matrix.getColumn(column));
    if (length === 0) return Number.POSITIVE_INFINITY;
    unit.mulColumn(column, 1 / length);
  }
  return new SingularValueDecomposition(unit).condition;
}

/** Value of a fit at a point, with the interval of its mean and of one new measurement (whose error grows with the value). */
export function predict(fit: LinearFit, features: readonly number[]): Prediction {
  const value = fit.terms.reduce((sum, term, index) => sum + term.value * (features[index] ?? 0), 0);
  let variance = 0;
  for (const [row, left] of features.entries()) {
    for (const [column, right] of features.entries()) variance += left * right * (fit.covariance[row]?.[column] ?? 0);
  }
  const t = jStat.studentt.inv(0.975, fit.degreesOfFreedom);
  const half = t * Math.sqrt(Math.max(0, variance));
  const wide = t * Math.sqrt(Math.max(0, variance) + (fit.relativeSd * value) ** 2);
  return { value, ci95: [Math.max(0, value - half), value + half], interval95: [Math.max(0, value - wide), value + wide] };
}
