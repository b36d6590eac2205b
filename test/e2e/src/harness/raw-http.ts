import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "./json-object.ts";

export type RawStep = string | Uint8Array | { readonly wait: number } | "end";

export interface RawAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: JsonObject;
}

const ANSWER_MS = 45_000;

/**
 * Sends bytes that no HTTP client would, and reads the one answer to them.
 *
 * @param head the request line and headers without the last blank line
 * @throws when the connection closes without an answer.
 */
export async function rawRequest(
	baseUrl: string,
	head: readonly string[],
	steps: readonly RawStep[],
): Promise<RawAnswer> {
	const { hostname, port } = new URL(baseUrl);
	const socket = connect(Number(port), hostname);
	await once(socket, "connect");
	const answer = readAnswer(socket);
	socket.write(`${head.join("\r\n")}\r\n\r\n`);
	void sendAll(socket, steps);
	try {
		return await answer;
	} finally {
		socket.destroy();
	}
}

async function sendAll(socket: Socket, steps: readonly RawStep[]): Promise<void> {
	for (const step of steps) {
		// Answered and closed before all was sent: nobody wants the rest.
		if (socket.destroyed || !socket.writable) return;
		if (step === "end") socket.end();
		else if (typeof step === "object" && "wait" in step) await sleep(step.wait);
		else await written(socket, step);
	}
}

/** Resolves when the bytes are out, or when nobody takes them any more. */
function written(socket: Socket, bytes: string | Uint8Array): Promise<void> {
	return new Promise((resolve) => {
		socket.write(bytes, () => resolve());
	});
}

function readAnswer(socket: Socket): Promise<RawAnswer> {
	return new Promise((resolve, reject) => {
		let text = "";
		const timer = setTimeout(() => reject(new Error(`no answer in time, but: ${JSON.stringify(text)}`)), ANSWER_MS);
		socket.on("data", (chunk: Buffer) => {
			text += chunk.toString("latin1");
			const answer = parse(text);
			if (answer) resolve(answer);
		});
		socket.on("error", (error) => reject(new Error(`the connection broke: ${error.message}`)));
		socket.on("close", () => {
			clearTimeout(timer);
			reject(new Error(`the connection closed without a complete answer: ${JSON.stringify(text)}`));
		});
	});
}

function parse(text: string): RawAnswer | undefined {
	const end = text.indexOf("\r\n\r\n");
	if (end === -1) return undefined;
	const [start = "", ...lines] = text.slice(0, end).split("\r\n");
	const headers = new Headers(
		lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
	);
	const length = Number(headers.get("content-length") ?? Number.NaN);
	const body = text.slice(end + 4);
	if (body.length < length || Number.isNaN(length)) return undefined;
	return { status: Number(start.split(" ")[1]), headers, body: body.startsWith("{") ? JSON.parse(body) : {} };
}
