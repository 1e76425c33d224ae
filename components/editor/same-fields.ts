/** Whether two flat objects of the same shape have the same values; the cheap comparison for what a node selects from the store. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  for (const key in a) if (!Object.is(a[key], b[key])) return false;
  for (const key in b) if (!(key in a)) return false;
  return true;
}
