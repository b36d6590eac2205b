import { type JsonBody, readBody, TurnpikeError } from "@turnpike/wire";
import type { Deadlines } from "../inference/deadlines.ts";

/** The largest body, and the largest without media in it. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;
export const MAX_TEXT_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Reads and parses a request's JSON body.
 *
 * @throws TurnpikeError 415 for another media type or a compressed body, 413, 408, and what `readBody` throws.
 */
export async function readJsonBody(request: Request, deadlines: Deadlines, bodyMs: number): Promise<JsonBody> {
	checkJsonHeaders(request.headers);
	return readBody(await readBytes(request, deadlines, bodyMs));
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** @throws TurnpikeError 415 for another media type or a compressed body; one that says nothing is taken for JSON. */
export function checkJsonHeaders(headers: Headers): void {
	const type = headers.get("content-type");
	if (type !== null && type !== "application/json" && !JSON_TYPE.test(type)) {
		throw new TurnpikeError(
			"unsupported_media_type",
			`The Content-Type is ${JSON.stringify(type.slice(0, 100))}; it must be application/json.`,
		);
	}
	const encoding = headers.get("content-encoding");
	if (encoding !== null && encoding.toLowerCase() !== "identity") {
		throw new TurnpikeError(
			"unsupported_encoding",
			`The body is compressed (${JSON.stringify(encoding.slice(0, 40))}); send it uncompressed.`,
		);
	}
}

function tooLarge(most: number): TurnpikeError {
	const size = most < 1024 ** 2 ? `${most / 1024} KiB` : `${most / 1024 ** 2} MiB`;
	return new TurnpikeError("request_too_large", `The body is larger than ${size}.`);
}

/** A text-only body has a tighter bound, which can be checked only once it is known to have no media. */
export function checkTextBodySize(bytes: number, hasMedia: boolean): void {
	if (hasMedia || bytes <= MAX_TEXT_BODY_BYTES) return;
	throw new TurnpikeError(
		"request_too_large",
		`The body is larger than ${MAX_TEXT_BODY_BYTES / 1024 / 1024} MiB, the bound for a request without media.`,
	);
}

/**
 * Reads a body of at most so many bytes.
 *
 * @throws TurnpikeError 413, 408.
 */
export function readBytes(
	request: Request,
	deadlines: Deadlines,
	bodyMs: number,
	most: number = MAX_BODY_BYTES,
): Promise<Uint8Array<ArrayBuffer>> {
	if (Number(request.headers.get("content-length") ?? 0) > most) return Promise.reject(tooLarge(most));
	// A declared length is enforced by the server; only a chunked body must be counted as it comes.
	const reading = request.headers.has("content-length") ? readWhole(request) : readCounting(request, most);
	return new Promise((resolve, reject) => {
		const deadline = deadlines.watch(bodyMs, () => {
			const message = `The body did not arrive within ${bodyMs / 1_000} s.`;
			reject(new TurnpikeError("request_timeout", message, { retryAfterSeconds: 1 }));
		});
		const arrived = (bytes: Uint8Array<ArrayBuffer>) => {
			deadlines.forget(deadline);
			resolve(bytes);
		};
		const failed = (error: unknown) => {
			deadlines.forget(deadline);
			reject(error);
		};
		reading.then(arrived, failed);
	});
}

async function readWhole(request: Request): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await request.arrayBuffer());
}

async function readCounting(request: Request, most: number): Promise<Uint8Array<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = request.body?.getReader();
	for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
		size += next.value.byteLength;
		if (size > most) {
			reader?.cancel().catch(() => {});
			throw tooLarge(most);
		}
		chunks.push(next.value);
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.byteLength;
	}
	return whole;
}
