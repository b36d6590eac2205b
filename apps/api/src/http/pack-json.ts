import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { encodingsOf } from "./encodings-of.ts";

const pack = promisify(gzip);
/** Below this a packet is no fuller than without. */
const WORTH_BYTES = 1_400;

/**
 * Packs the answer to a GET where it is JSON of some size and the client takes it packed: the list of all models is a
 * twentieth then. Whatever else it is passes as it came. The work is done beside the event loop.
 */
export async function packJson(request: Request, response: Response): Promise<Response> {
	const { headers } = response;
	const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
	if (!isJson || response.body === null || headers.has("content-encoding")) return response;
	if (!encodingsOf(request.headers.get("accept-encoding")).has("gzip")) return response;
	const bytes = await response.arrayBuffer();
	const packedHeaders = new Headers(headers);
	packedHeaders.append("vary", "accept-encoding");
	if (bytes.byteLength < WORTH_BYTES) return new Response(bytes, { status: response.status, headers: packedHeaders });
	packedHeaders.set("content-encoding", "gzip");
	packedHeaders.delete("content-length");
	return new Response(new Uint8Array(await pack(bytes)), { status: response.status, headers: packedHeaders });
}
