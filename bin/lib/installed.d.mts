export function isInstallUnfinished(root: string): boolean;
export function isInstalled(root: string): boolean;
export function markedInstall(root: string, install: () => Promise<void>): Promise<void>;
