/** The parts of jStat (MIT) that we use; the package ships no types. */
declare module "jstat" {
  interface JStat {
    gamma: { inv(p: number, shape: number, scale: number): number; cdf(x: number, shape: number, scale: number): number };
    studentt: { inv(p: number, degreesOfFreedom: number): number };
    normal: { inv(p: number, mean: number, standardDeviation: number): number };
    beta: { inv(p: number, alpha: number, beta: number): number };
  }
  const library: { jStat: JStat };
  export = library;
}
