/**
 * A page of another site, open in the same browser, must not reach a server that trusts whoever comes from this machine. Browsers say where a
 * request comes from; programs do not send these headers and pass.
 */
export function refuseForeignOrigin(request: Request): Response | null {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  const foreign = (site !== null && site !== "same-origin" && site !== "none") || (origin !== null && host !== null && hostOf(origin) !== host);
  if (!foreign) return null;
  return Response.json({ error: { code: "forbidden", message: "Requests from other sites are refused." } }, { status: 403 });
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
