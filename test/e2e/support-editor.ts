import { type APIRequestContext, expect, type Locator, type Page } from "@playwright/test";
import { mutate, query } from "./support-api";

export interface PipelineOnServer {
  version: number;
  document: {
    metadata: { title?: string; layout?: { nodes?: Record<string, { x: number; y: number }> } };
    spec: {
      inputs: { id: string }[];
      operators: { id: string; title?: string; task?: string; fanOut?: number; candidates?: string[] }[];
      edges: { from: string; to: string; bytes?: number }[];
      routers?: { at: string; choose: { to: string; probability: number }[] }[];
    };
  };
}

/** What the server has, past every cache of the page. */
export async function onServer(request: APIRequestContext, id: string): Promise<PipelineOnServer> {
  return query<PipelineOnServer>(request, "documents.get", { id });
}

export async function emptyPipeline(request: APIRequestContext, title: string): Promise<string> {
  return (await mutate<{ id: string }>(request, "documents.create", { kind: "Pipeline", title })).id;
}

export async function openEditor(page: Page, id: string): Promise<void> {
  await page.goto(`/pipelines/${id}`);
  await expect(page.getByTestId("canvas")).toBeVisible();
  await expect(page.getByTestId("save-status")).toHaveText("Saved");
}

export function node(page: Page, id: string): Locator {
  return page.locator(`.react-flow__node[data-id="${id}"]`);
}

export function edge(page: Page, from: string, to: string): Locator {
  return page.locator(`.react-flow__edge[data-id="${from}→${to}"]`);
}

export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId("save-status")).toHaveText("Saved");
}

/** Drags with the mouse in several steps, as React Flow wants it. */
export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }, drop = true): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(from.x + ((to.x - from.x) * step) / 8, from.y + ((to.y - from.y) * step) / 8);
  if (drop) await page.mouse.up();
}

export async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draws a wire from the right port of a node to the left port of another. */
export async function wire(page: Page, from: string, to: string): Promise<void> {
  await drag(page, await middle(node(page, from).locator(".react-flow__handle.source")), await middle(node(page, to).locator(".react-flow__handle.target")));
}
