// npm run lock: after adding a dependency, names the packages of every platform in the lock file.
import { completeLockFile } from "./lib/lock-file.mjs";
import { root } from "./lib/steps.mjs";

const added = completeLockFile(root, { write: true });
console.log(added.length === 0 ? "The lock file names the packages of every platform." : `Added to the lock file: ${added.join(", ")}`);
