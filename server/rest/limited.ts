import { sizeText } from "../importers/measurements/text-source";
import { DomainError } from "../use-cases/domain-error";

/** The most bytes of a request that holds documents; files that are read piece by piece have limits of their own. */
export const REQUEST_MAX_BYTES = 64 * 2 ** 20;

/** The same request; reading more of it than `maxBytes` fails with a domain error, so that nobody can fill the server's memory. */
export function limited(request: Request, maxBytes = REQUEST_MAX_BYTES): Request {
  if (!request.body) return request;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      bytes += piece.length;
      if (bytes > maxBytes) {
        const message = `A request may have ${sizeText(maxBytes)}, and this one has more. Split what it holds. Nothing was stored.`;
        throw new DomainError("too-large", message, { limit: maxBytes });
      }
      controller.enqueue(piece);
    },
  });
  return new Request(request, { body: request.body.pipeThrough(counted), duplex: "half" } as RequestInit);
}
