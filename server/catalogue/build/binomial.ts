import jstat from "jstat";
import { tidy } from "./yaml";

/**
 * 95 % interval of a share measured on `items` independent items (Wilson score interval; Wilson 1927), for accuracies whose source gives only the
 * number of items.
 */
export function wilson(share: number, items: number): [number, number] {
  const z = jstat.jStat.normal.inv(0.975, 0, 1);
  const denominator = 1 + (z * z) / items;
  const centre = (share + (z * z) / (2 * items)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / items + (z * z) / (4 * items * items));
  return [tidy(Math.max(0, centre - half), 4), tidy(Math.min(1, centre + half), 4)];
}
