export function noteChild(pid: number | undefined): void;
export function withSetupLock<T>(
  folder: string,
  names: readonly string[],
  what: string,
  work: () => T | Promise<T>,
  tell?: (sentence: string) => void,
): Promise<T>;
