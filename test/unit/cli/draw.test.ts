import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../../server/cli/main";

const folder = mkdtempSync(join(tmpdir(), "trilemma-draw-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const example = join(import.meta.dirname, "../../../examples/visual-qa/pipeline.yaml");

async function call(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const status = await run(args, {
    write: async (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
    isInteractive: false,
    hasColour: false,
  });
  return { status, out, err };
}

describe("trilemma draw", () => {
  it("prints an SVG with every operator, in the theme that is asked for", async () => {
    const light = await call("draw", example);
    expect(light.status).toBe(0);
    expect(light.out).toMatch(/^<svg[\s\S]*Speech recognition[\s\S]*<\/svg>\s*$/);
    const dark = await call("draw", example, "--theme", "dark");
    expect(dark.out).not.toBe(light.out);
  });

  it("writes a PNG of the size of the drawing, with letters on it", async () => {
    const file = join(folder, "picture.png");
    const { out } = await call("draw", example);
    expect((await call("draw", example, "-o", file, "--scale", "1.5")).status).toBe(0);
    const png = readFileSync(file);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const width = Number(/<svg[^>]* width="(\d+)"/.exec(out)?.[1]);
    expect(png.readUInt32BE(16)).toBe(Math.round(width * 1.5));
    // The same drawing without its letters has fewer bytes.
    expect(png.length).toBeGreaterThan(5_000);
  });

  it("says what is wrong: two pipelines, a PNG for nowhere, a plan that is not there", async () => {
    const other = join(import.meta.dirname, "../../../examples/voice-agent/pipeline.yaml");
    expect(await call("draw", example, other)).toMatchObject({ status: 2, err: expect.stringContaining("wrong-documents") });
    expect(await call("draw", example, "--to", "png")).toMatchObject({ status: 2, err: expect.stringContaining("--out") });
    expect(await call("draw", example, "--plan", "p-9")).toMatchObject({ status: 2, err: expect.stringContaining("p-9") });
  });

  it("writes no other format than the name of the file says, and tells where it cannot write", async () => {
    const pdf = join(folder, "picture.pdf");
    expect(await call("draw", example, "--out", pdf)).toMatchObject({ status: 2, err: expect.stringContaining("neither in .svg nor in .png") });
    expect(existsSync(pdf)).toBe(false);
    expect(await call("draw", example, "--to", "svg", "--out", join(folder, "p.png"))).toMatchObject({ status: 2, err: expect.stringContaining("contradict") });
    const nowhere = join(folder, "none", "p.svg");
    for (const out of [nowhere, nowhere.replace(".svg", ".png")]) {
      const { status, err } = await call("draw", example, "--out", out);
      expect({ status, err }).toMatchObject({ status: 2, err: expect.stringContaining(`\`${out}\` cannot be written: the folder does not exist`) });
    }
  });
});
