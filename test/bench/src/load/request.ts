import type { Job } from "./job.ts";

/** The bytes of the one request that a run repeats. */
export function requestOf(job: Job): Buffer {
	const url = new URL(job.url);
	return Buffer.from(
		`POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${job.key}\r\n` +
			`content-type: application/json\r\naccept: ${job.stream ? "text/event-stream" : "application/json"}\r\n` +
			`user-agent: turnpike-bench\r\ncontent-length: ${Buffer.byteLength(job.body)}\r\n\r\n${job.body}`,
	);
}

/** Where to connect. The loader speaks plain HTTP; anything else is a RangeError. */
export function addressOf(url: string): { readonly hostname: string; readonly port: number } {
	const { protocol, hostname, port } = new URL(url);
	if (protocol !== "http:") throw new RangeError(`the loader speaks http only, not ${url}`);
	return { hostname, port: Number(port || 80) };
}
