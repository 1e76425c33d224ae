/** A count with its noun in messages, in plain digits: `1 device`, `12 devices`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : `${noun}s`}`;
}
