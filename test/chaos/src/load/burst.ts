import { connect } from "node:net";
import { generationIdToUuid } from "@turnpike/accounts";
import type { Wallet } from "../world/seed.ts";
import type { CallRecord, Ending } from "./call-record.ts";
import { type Answer, readJson, silent } from "./read-answer.ts";

const PATIENCE_MS = 60_000;

export interface BurstCall {
	readonly api: string;
	readonly wallet: Wallet;
	/** JSON, of a call that is not streamed. */
	readonly body: string;
}

/**
 * Makes calls all at once, each on a connection of its own: `fetch` would queue most of them. Every connection is
 * opened first, so that the requests arrive together.
 */
export async function burst(calls: readonly BurstCall[]): Promise<CallRecord[]> {
	const opened = await Promise.all(calls.map(async (call) => ({ call, socket: await open(new URL(call.api)) })));
	return Promise.all(opened.map(async ({ call, socket }) => readRaw(await ask(socket, call), call.wallet)));
}

type Socket = ReturnType<typeof connect>;

function open(url: URL): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(url.port), url.hostname, () => resolve(socket));
		socket.once("error", reject);
	});
}

/** @returns all that came until the connection was closed. */
function ask(socket: Socket, { wallet, body }: BurstCall): Promise<string> {
	return new Promise((resolve) => {
		const received: Buffer[] = [];
		socket.setTimeout(PATIENCE_MS, () => socket.destroy());
		socket.on("data", (bytes: Buffer) => {
			received.push(bytes);
		});
		socket.on("error", () => {});
		// A character a byte, as sizes of chunks count: what is read of an answer is ASCII.
		socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
		socket.write(
			[
				"POST /v1/chat/completions HTTP/1.1",
				"host: 127.0.0.1",
				`authorization: Bearer ${wallet.key}`,
				"content-type: application/json",
				`content-length: ${Buffer.byteLength(body)}`,
				"connection: close",
				"",
				body,
			].join("\r\n"),
		);
	});
}

/** What the text of an HTTP answer says to its caller. */
export function readRaw(text: string, { keyId, accountId, plenty }: Wallet): CallRecord {
	const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
	const id = /^x-generation-id: *(\S+)/im.exec(text)?.[1];
	const answer = silent();
	try {
		readJson(bodyOf(text), answer);
	} catch {
		// It broke off: the answer stays without its end.
	}
	return {
		kind: "burst",
		keyId,
		accountId,
		plenty,
		generationId: id === undefined ? undefined : generationIdToUuid(id),
		status,
		ending: endingOf(status, answer),
		code: answer.code,
		costNanoUsd: answer.costNanoUsd,
	};
}

function bodyOf(text: string): string {
	const [head = "", ...rest] = text.split("\r\n\r\n");
	const body = rest.join("\r\n\r\n");
	if (!/^transfer-encoding: *chunked/im.test(head)) return body;
	let [whole, left] = ["", body];
	for (;;) {
		const [line = ""] = left.split("\r\n", 1);
		const size = Number.parseInt(line, 16);
		if (!Number.isFinite(size)) throw new SyntaxError("the body breaks off between two chunks");
		if (size === 0) return whole;
		whole += left.slice(line.length + 2, line.length + 2 + size);
		left = left.slice(line.length + 2 + size + 2);
	}
}

function endingOf(status: number, answer: Answer): Ending {
	if (status === 0) return "unreachable";
	if (status >= 400) return "refused";
	if (answer.code !== "") return "failed_in_band";
	return answer.whole ? "completed" : "broken";
}
