// npm run screenshots: the main states as pictures in docs/screenshots, from the built app on data of its own. TRILEMMA_E2E_URL: a server that runs already.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CHROMIUM_FLAGS, ensureChromium } from "./lib/chromium.mjs";
import { ensureReady, root, run } from "./lib/steps.mjs";

const folder = join(root, "docs", "screenshots");
const wanted = process.argv.slice(2);

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function serve() {
  if (process.env.TRILEMMA_E2E_URL) return { url: process.env.TRILEMMA_E2E_URL, stop: () => {} };
  const data = mkdtempSync(join(tmpdir(), "trilemma-screenshots-"));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), TRILEMMA_DATA_DIR: data, DATABASE_URL: "" };
  const child = spawn(process.execPath, ["bin/start.mjs"], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", () => reject(new Error("the server ended before it served")));
  });
  const stop = () => {
    child.kill("SIGTERM");
    rmSync(data, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

await ensureReady({ build: !process.env.TRILEMMA_E2E_URL });
const executablePath = await ensureChromium((command, args, options) => run(command, args, { ...options, show: true }));
const { chromium } = await import("@playwright/test");
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });

const call = async (path, input, body) => {
  const address = `${server.url}/api/trpc/${path}`;
  const response = body
    ? await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ json: body }) })
    : await fetch(input === undefined ? address : `${address}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()).result.data.json;
};
const copyOf = async (name, title) => {
  const all = await call("documents.list", { kind: "Pipeline" });
  const example = all.find((item) => item.name === name);
  return (await call("documents.duplicate", undefined, { id: example.id, title })).id;
};

async function picture(name, scheme, work, viewport = { width: 1440, height: 900 }) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await work(page);
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
  await context.close();
}
const node = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`);
const plan = async (page, id) => {
  await open(page, id);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator('[data-testid="plan-control"][data-status="done"]').waitFor({ timeout: 120_000 });
};
const open = async (page, id) => {
  await page.goto(`${server.url}/pipelines/${id}`);
  await page.getByTestId("canvas").locator(".react-flow__node").first().waitFor({ timeout: 60_000 });
  await page.getByTestId("frontier-dock").waitFor();
};

try {
  const meeting = await copyOf("meeting-companion", "Meeting companion, ours");
  const photo = await copyOf("visual-qa", "Photo answers");
  const empty = (await call("documents.create", undefined, { kind: "Pipeline", title: "Nothing yet" })).id;
  for (const scheme of ["light", "dark"]) {
    await picture("start", scheme, async (page) => {
      await page.goto(server.url);
      await page
        .getByRole("link", { name: /Meeting companion/ })
        .first()
        .waitFor({ timeout: 60_000 });
    });
    await picture("pipeline", scheme, async (page) => {
      await plan(page, photo);
    });
    await picture("what-if", scheme, async (page) => {
      await plan(page, photo);
      await page.getByRole("button", { name: "What if" }).click();
      await page.getByTestId("what-if").getByRole("slider").first().focus();
      for (let step = 0; step < 8; step += 1) await page.keyboard.press("ArrowRight");
      await page.getByTestId("what-if-notice").waitFor();
      await page.getByTestId("what-if").getByRole("status").filter({ hasNotText: "Planning" }).waitFor();
    });
    await picture("compare", scheme, async (page) => {
      await page.goto(`${server.url}/pipelines/${photo}?pins=p-1,p-5&plan=p-5`);
      await page.getByRole("tab", { name: /Compare\s*2/ }).click({ timeout: 60_000 });
    });
    await picture("explain", scheme, async (page) => {
      await page.goto(`${server.url}/pipelines/${photo}?plan=p-5`);
      await page.getByRole("tab", { name: "Explain" }).click({ timeout: 60_000 });
    });
    await picture("workload", scheme, async (page) => {
      await page.goto(`${server.url}/workloads`);
      await page
        .getByRole("link", { name: /40 questions per second/ })
        .first()
        .click();
      await page.getByTestId("save-status").waitFor();
    });
    await picture("infrastructure", scheme, async (page) => {
      const [infrastructure] = await call("documents.list", { kind: "Infrastructure" });
      await page.goto(`${server.url}/infrastructure/${infrastructure.id}`);
      await page.getByTestId("save-status").waitFor();
    });
    await picture("catalogue", scheme, async (page) => {
      await page.goto(`${server.url}/catalogue`);
      await page.getByRole("link").nth(6).waitFor();
    });
    await picture("heat", scheme, async (page) => {
      await plan(page, meeting);
      await page.keyboard.press("h");
      await page.locator(".react-flow__node-operator").nth(1).click();
    });
    await picture("empty", scheme, async (page) => {
      await page.goto(`${server.url}/pipelines/${empty}`);
      await page.getByText("Nothing drawn yet").waitFor();
    });
    await picture("group", scheme, async (page) => {
      await open(page, await copyOf("visual-qa", "Photo answers, grouped"));
      await node(page, "features").click();
      await node(page, "asr").click({ modifiers: ["ControlOrMeta"] });
      await page.keyboard.press("ControlOrMeta+g");
      await page.keyboard.type("Senses");
      await page.keyboard.press("Enter");
    });
    await picture("wire", scheme, async (page) => {
      await open(page, photo);
      const port = await node(page, "image").locator(".react-flow__handle.source").boundingBox();
      const refused = await node(page, "asr").boundingBox();
      await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
      await page.mouse.down();
      await page.mouse.move(refused.x + refused.width / 2, refused.y + refused.height / 2, { steps: 6 });
    });
    await picture("problems", scheme, async (page) => {
      await open(page, await copyOf("visual-qa", "Photo answers, unfinished"));
      await page.getByTestId("palette-input:text").click();
      await page.getByTestId("palette-moderation").click();
      await page.keyboard.press("3");
      await page.getByText("unused-input").waitFor();
    });
    await picture("history", scheme, async (page) => {
      await open(page, await copyOf("visual-qa", "Photo answers, changed"));
      await node(page, "asr").click();
      await page.keyboard.press("Shift+ArrowRight");
      await node(page, "features").click();
      await page.keyboard.press("Delete");
      await page.keyboard.press("ControlOrMeta+z");
      await page.keyboard.press("4");
    });
    await picture("conflict", scheme, async (page) => {
      const id = await copyOf("visual-qa", "Photo answers, twice");
      await open(page, id);
      const { version, document } = await call("documents.get", { id });
      document.spec.operators.find((operator) => operator.id === "asr").title = "Speech of the caller";
      await call("documents.save", undefined, { id, baseVersion: version, document });
      await node(page, "asr").click();
      await page.getByRole("textbox", { name: "Name", exact: true }).fill("Speech to words");
      await page.getByRole("dialog", { name: "This was changed in two places" }).waitFor();
    });
    await picture("yaml", scheme, async (page) => {
      await open(page, photo);
      await page.getByTestId("canvas").click({ position: { x: 30, y: 30 } });
      await page.keyboard.press("y");
      await page.getByRole("textbox", { name: "Pipeline as YAML" }).waitFor();
    });
    await picture("command-palette", scheme, async (page) => {
      await open(page, photo);
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("target");
    });
    await picture("stress-500", scheme, async (page) => {
      await page.goto(`${server.url}/stress?operators=500`);
      await page.locator(".react-flow__node").first().waitFor({ timeout: 60_000 });
    });
    await picture(
      "phone",
      scheme,
      async (page) => {
        await page.goto(`${server.url}/pipelines/${meeting}`);
        await page.getByRole("region", { name: "Outline" }).waitFor({ timeout: 60_000 });
      },
      { width: 390, height: 844 },
    );
  }
  // paper is white in either theme
  await picture("report", "light", async (page) => {
    await page.goto(`${server.url}/pipelines/${photo}/report?pins=p-1,p-5&plan=p-5`);
    await page.getByRole("heading", { name: "Plan p-5" }).waitFor({ timeout: 60_000 });
  });
} finally {
  await browser.close();
  server.stop();
}
