// npm start: from a fresh clone to a served page. Prints one line with the address; everything else goes to .data/logs.
import { appendFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { dataFolder, ensureReady, openLog, progress, root, Stop, staticFolder } from "./lib/steps.mjs";

const dev = process.argv.includes("--dev");
const port = Number(process.env.PORT || 3000);
const hostname = process.env.HOST || "127.0.0.1";

function fail(error) {
  progress("");
  const known = error instanceof Stop || error?.name === "DomainError";
  writeSync(2, `${known ? error.message : (error?.stack ?? String(error))}\n`);
  process.exit(1);
}

/** The port is tried before the long steps, so that a taken one is told at once. */
function listen(server) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const free = "Set PORT to a free one, e.g. PORT=3001 npm start.";
      if (error.code === "EADDRINUSE") reject(new Stop(`Port ${port} on ${hostname} is in use by another program. ${free}`));
      else if (error.code === "EACCES") reject(new Stop(`Port ${port} needs more rights than this user has. ${free}`));
      else reject(error);
    });
    server.listen(port, hostname, resolve);
  });
}

const STATICS = "/_next/static/";

/** Scripts and styles go out as the build compressed them; everything else is Next's. */
async function withStatics(pages) {
  // not there before the install
  const { default: sirv } = await import("sirv");
  const files = sirv(staticFolder(), {
    gzip: true,
    immutable: true,
    maxAge: 31_536_000,
    setHeaders: (response) => {
      response.setHeader("X-Content-Type-Options", "nosniff");
      // a worker obeys the policy that its own script came with
      response.setHeader("Content-Security-Policy", "default-src 'self'");
    },
  });
  return (request, response) => {
    if (!request.url?.startsWith(STATICS)) return pages(request, response);
    const { url } = request;
    request.url = url.slice(STATICS.length - 1);
    files(request, response, () => {
      request.url = url;
      pages(request, response);
    });
  };
}

async function start() {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Stop(`PORT is ${process.env.PORT}; it must be a number from 0 to 65535.`);
  let handle = null;
  const server = createServer((request, response) => {
    if (handle) handle(request, response);
    else response.writeHead(503, { "retry-after": "2" }).end("Trilemma is starting.");
  });
  await listen(server);
  const address = server.address();
  const log = openLog("server");
  await ensureReady({ build: !dev });

  process.env.NODE_ENV = dev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.env.TRILEMMA_ROOT = root;
  process.env.TRILEMMA_DATA_DIR = dataFolder();
  if (!dev) {
    const toLog = (chunk, encoding, callback) => {
      appendFileSync(log, chunk);
      const done = typeof encoding === "function" ? encoding : callback;
      done?.();
      return true;
    };
    process.stdout.write = toLog;
    process.stderr.write = toLog;
  }
  process.on("unhandledRejection", (error) => console.error("unhandled:", error));

  const next = createRequire(join(root, "package.json"))("next");
  const app = next({ dev, dir: root, hostname, port: address.port, httpServer: server });
  await app.prepare();
  handle = dev ? app.getRequestHandler() : await withStatics(app.getRequestHandler());
  // Next begins the app's own start with the first request.
  const wildcard = address.address === "0.0.0.0" || address.address === "::";
  const self = wildcard ? "127.0.0.1" : address.family === "IPv6" ? `[${address.address}]` : address.address;
  await fetch(`http://${self}:${address.port}/api/health`).catch(() => {});
  const boot = globalThis[Symbol.for("trilemma.boot")];
  if (!boot) throw new Stop(`The server did not begin its work; see ${log}`);
  await boot;
  const shown = hostname === "127.0.0.1" || hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
  writeSync(1, `Trilemma is at http://${shown}:${address.port}\n`);
  stopOnSignal(server, app);
}

function stopOnSignal(server, app) {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    // A stream to an open page would keep the server up for ever.
    setTimeout(() => process.exit(1), 10_000).unref();
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
    try {
      await globalThis[Symbol.for("trilemma.shutdown")]?.();
      await app.close();
    } finally {
      process.exit(0);
    }
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

start().catch(fail);
