/** How long the bench may take over each kind of row, in seconds unless said otherwise. */
export interface Pace {
  instances: "few" | "all";
  /** Time limit of our planner where it may not come to the end. */
  plan: number;
  /** Rows are repeated for so long. */
  repeat: number;
  /** The three chains of the targets, until the compiler has seen the code often enough; and the peer asked about the first. */
  target: number;
  targetPeer: number;
  /** HiGHS on one row. */
  peer: number;
  /** One programme. */
  programme: number;
  enumeration: number;
  /** Heuristic searchers on the target's instance, and on the others. */
  search: number;
  otherSearch: number;
  /** Single questions a row, and the limit of each. */
  questions: number;
  question: number;
}

/** About two minutes. */
const QUICK: Pace = {
  instances: "few",
  plan: 4,
  repeat: 0.5,
  target: 2,
  targetPeer: 8,
  peer: 2,
  programme: 5,
  enumeration: 10,
  search: 3,
  otherSearch: 3,
  questions: 3,
  question: 5,
};
/** About ten. */
const DEFAULT: Pace = {
  instances: "all",
  plan: 4,
  repeat: 0.6,
  target: 6,
  targetPeer: 15,
  peer: 2,
  programme: 4,
  enumeration: 20,
  search: 10,
  otherSearch: 4,
  questions: 4,
  question: 4,
};
/** About half an hour: larger samples, and longer limits. */
const FULL: Pace = {
  instances: "all",
  plan: 20,
  repeat: 3,
  target: 8,
  targetPeer: 40,
  peer: 8,
  programme: 15,
  enumeration: 120,
  search: 10,
  otherSearch: 10,
  questions: 5,
  question: 10,
};

export function paceOf(options: readonly string[]): Pace {
  return options.includes("--quick") ? QUICK : options.includes("--full") ? FULL : DEFAULT;
}
