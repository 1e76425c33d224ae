// The heap while a large pipeline is panned, zoomed and edited for minutes: --minutes=10 (default). TRILEMMA_E2E_URL: a server that runs already.
import { heapMiB, launchChromium, openPipeline, serveApp, storePipeline } from "./lab/editor-page";

const argument = process.argv.find((item) => item.startsWith("--minutes="));
const MINUTES = argument ? Number(argument.split("=")[1]) : 10;
const SAMPLES = 10;

const server = await serveApp();
const browser = await launchChromium();
try {
  const id = await storePipeline(server.url, 500);
  const { page, session } = await openPipeline(browser, `${server.url}/pipelines/${id}`);
  const samples = [await heapMiB(session)];
  const begin = performance.now();
  let rounds = 0;
  await page.mouse.move(640, 300);
  for (let sample = 1; sample <= SAMPLES; sample++) {
    while (performance.now() - begin < (sample / SAMPLES) * MINUTES * 60_000) {
      for (let step = 0; step < 10; step++) await page.mouse.wheel(step % 2 === 0 ? 240 : -200, 120 * (step % 3) - 120);
      await page.keyboard.press("-");
      await page.keyboard.press("=");
      await page
        .locator('.react-flow__node[data-id^="op-"]')
        .first()
        .click({ timeout: 2_000 })
        .catch(() => page.keyboard.press("f"));
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ControlOrMeta+d");
      await page.keyboard.press("ControlOrMeta+z");
      rounds++;
    }
    samples.push(await heapMiB(session));
  }
  console.log(
    `Heap of the page with 500 operators, MiB, after each tenth of ${MINUTES} min (${rounds} rounds of pan, zoom, move, duplicate, undo); target: stable, < 300 MB`,
  );
  console.log(samples.map((value) => value.toFixed(1)).join("  "));
} finally {
  await browser.close();
  server.stop();
}
