/**
 * Seeded random numbers: xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021),
 * one independent stream for each purpose. Two plans simulated under one seed see the same arrivals, so that what differs between
 * their results is due to the plans (common random numbers).
 */
export class RandomStream {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  constructor(s0: number, s1: number, s2: number, s3: number) {
    this.s0 = s0 | 0;
    this.s1 = s1 | 0;
    this.s2 = s2 | 0;
    this.s3 = s3 | 0;
    if ((this.s0 | this.s1 | this.s2 | this.s3) === 0) this.s0 = 1;
  }

  /** Next 32 bits, as a non-negative integer. */
  nextUint32(): number {
    const s1 = this.s1;
    let result = Math.imul(s1, 5);
    result = (result << 7) | (result >>> 25);
    result = Math.imul(result, 9) >>> 0;
    const t = s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= s1;
    this.s1 = s1 ^ this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  /** Uniform on the open interval (0, 1). */
  uniform(): number {
    return (this.nextUint32() + 0.5) * 2.3283064365386963e-10;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log((this.nextUint32() + 0.5) * 2.3283064365386963e-10);
  }

  /** Standard normal (Marsaglia's polar method; the second value is thrown away so that a stream has no hidden state). */
  normal(): number {
    for (;;) {
      const x = this.nextUint32() * 4.656612873077393e-10 - 1;
      const y = this.nextUint32() * 4.656612873077393e-10 - 1;
      const r = x * x + y * y;
      if (r > 0 && r < 1) return x * Math.sqrt((-2 * Math.log(r)) / r);
    }
  }
}

/** FNV-1a over UTF-16 code units, finished with murmur3's mixer. */
function hashText(text: string, start: number): number {
  let hash = start | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

/** The stream of a seed for one purpose, for example `arrivals/chat`. The same seed and purpose give the same numbers. */
export function streamFor(seed: number, purpose: string): RandomStream {
  const low = seed >>> 0;
  const high = Math.floor(seed / 4294967296) | 0;
  let state = hashText(purpose, mix(low ^ 0x811c9dc5) ^ mix(high + 0x9e3779b9));
  const words: number[] = [];
  for (let word = 0; word < 4; word += 1) {
    state = (state + 0x9e3779b9) | 0;
    words.push(mix(state ^ mix(low + word)));
  }
  const stream = new RandomStream(words[0]!, words[1]!, words[2]!, words[3]!);
  for (let step = 0; step < 16; step += 1) stream.nextUint32();
  return stream;
}
