import * as elk from "elkjs/lib/elk-worker.min.js";

/** ELK's own stand-in for a worker: takes a message and answers through `onmessage`. */
interface ElkWorker {
  postMessage(message: unknown): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

// Where ELK knows by itself that it is in a worker it answers messages; where a bundler hid that from it, it exports the stand-in.
const scope = elk as unknown as { Worker?: new () => ElkWorker; default?: { Worker?: new () => ElkWorker } };
const Inner = scope.Worker ?? scope.default?.Worker;
if (Inner) {
  const inner = new Inner();
  inner.onmessage = (event) => self.postMessage(event.data);
  self.onmessage = (event: MessageEvent) => inner.postMessage(event.data);
}
