import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { isInstalled, markedInstall } from "../../bin/lib/installed.mjs";
import { withSetupLock } from "../../bin/lib/setup-lock.mjs";

const LOCK = pathToFileURL(join(__dirname, "..", "..", "bin", "lib", "setup-lock.mjs")).href;
const folders: string[] = [];
const children: ChildProcess[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "trilemma-setup-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the lock and does `body`; resolves with its first line of output, which it writes when it holds the lock. */
function holder(folder: string, body: string): Promise<{ child: ChildProcess; line: string }> {
  const code = `
    import { spawn } from "node:child_process";
    import { existsSync } from "node:fs";
    const { noteChild, withSetupLock } = await import(${JSON.stringify(LOCK)});
    await withSetupLock(${JSON.stringify(folder)}, ["bundle"], "it installs packages", async () => { ${body} });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (chunk) => resolve({ child, line: String(chunk).trim() }));
    child.once("error", reject);
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve() : child.once("close", () => resolve())));
}

const UNTIL = (file: string) => `while (!existsSync(${JSON.stringify(file)})) await new Promise((again) => setTimeout(again, 20));`;

describe("one preparation at a time in a clone", () => {
  it("lets the second process wait, and says for whom and for what", async () => {
    const folder = newFolder();
    const go = join(folder, "go");
    const { child } = await holder(folder, `console.log("held"); ${UNTIL(go)}`);
    const told: string[] = [];
    await withSetupLock(
      folder,
      ["install", "bundle"],
      "it bundles",
      () => expect(existsSync(go)).toBe(true),
      (sentence) => {
        told.push(sentence);
        writeFileSync(go, "");
      },
    );
    expect(told).toEqual([`Waiting for another Trilemma process (${child.pid}): it installs packages ...`]);
    expect(existsSync(join(folder, "bundle.lock"))).toBe(false);
  });

  it("lets another step go on meanwhile", async () => {
    const folder = newFolder();
    await holder(folder, `console.log("held"); ${UNTIL(join(folder, "never"))}`);
    expect(await withSetupLock(folder, ["build"], "it builds", () => "done")).toBe("done");
  });

  it("takes over the lock of a killed process", async () => {
    const folder = newFolder();
    const { child } = await holder(folder, `console.log("held"); ${UNTIL(join(folder, "never"))}`);
    child.kill("SIGKILL");
    await ended(child);
    expect(existsSync(join(folder, "bundle.lock"))).toBe(true);
    expect(await withSetupLock(folder, ["bundle"], "it bundles", () => "done")).toBe("done");
  });

  it("waits for the program that a killed process left running", async () => {
    const folder = newFolder();
    const orphan = `const program = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }); noteChild(program.pid); console.log(program.pid);`;
    const { child, line } = await holder(folder, `${orphan} ${UNTIL(join(folder, "never"))}`);
    child.kill("SIGKILL");
    await ended(child);
    const pid = Number(line);
    const told: string[] = [];
    await withSetupLock(
      folder,
      ["install", "bundle"],
      "it bundles",
      () => {},
      (sentence) => {
        told.push(sentence);
        process.kill(pid, "SIGKILL");
      },
    );
    expect(told).toEqual([`Waiting for another Trilemma process (${pid}): it installs packages ...`]);
  });

  it("frees the lock when the work fails", async () => {
    const folder = newFolder();
    await expect(withSetupLock(folder, ["bundle"], "it bundles", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withSetupLock(folder, ["bundle"], "it bundles", () => 1)).toBe(1);
  });
});

describe("an install", () => {
  function clone(): string {
    const root = newFolder();
    const packages = { "": { version: "1.0.0" }, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } };
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
    return root;
  }
  async function install(root: string): Promise<void> {
    mkdirSync(join(root, "node_modules", "a"), { recursive: true });
    writeFileSync(join(root, "node_modules", "a", "package.json"), "{}");
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } }));
  }

  it("counts once it has succeeded", async () => {
    const root = clone();
    expect(isInstalled(root)).toBe(false);
    await markedInstall(root, () => install(root));
    expect(isInstalled(root)).toBe(true);
  });

  it("does not count when it broke off, however whole it looks", async () => {
    const root = clone();
    const broken = markedInstall(root, async () => {
      await install(root);
      throw new Error("killed");
    });
    await expect(broken).rejects.toThrow("killed");
    expect(isInstalled(root)).toBe(false);
    await markedInstall(root, () => install(root));
    expect(isInstalled(root)).toBe(true);
  });

  it("does not count when a package of npm's own list is gone", async () => {
    const root = clone();
    await markedInstall(root, () => install(root));
    rmSync(join(root, "node_modules", "a"), { recursive: true });
    expect(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8")).toContain("node_modules/a");
    expect(isInstalled(root)).toBe(false);
  });
});
