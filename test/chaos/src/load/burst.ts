import { connect } from "node:net";

/** The status and error code of one call on a connection of its own; status 0 where there was no answer. */
export interface BurstAnswer {
	readonly status: number;
	readonly code: string;
}

const PATIENCE_MS = 60_000;

/**
 * Makes calls all at once, each on a connection of its own: `fetch` would queue most of them. Every connection is
 * opened first, so that the requests arrive together.
 */
export async function burst(
	calls: readonly { readonly api: string; readonly key: string; readonly body: string }[],
): Promise<BurstAnswer[]> {
	const opened = await Promise.all(calls.map(async (call) => ({ call, socket: await open(new URL(call.api)) })));
	return Promise.all(opened.map(({ call, socket }) => ask(socket, call.key, call.body)));
}

type Socket = ReturnType<typeof connect>;

function open(url: URL): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(url.port), url.hostname, () => resolve(socket));
		socket.once("error", reject);
	});
}

function ask(socket: Socket, key: string, body: string): Promise<BurstAnswer> {
	return new Promise((resolve) => {
		let text = "";
		socket.setTimeout(PATIENCE_MS, () => socket.destroy());
		socket.on("data", (bytes: Buffer) => {
			text += bytes.toString();
		});
		socket.on("error", () => {});
		socket.on("close", () => resolve(read(text)));
		socket.write(
			[
				"POST /v1/chat/completions HTTP/1.1",
				"host: 127.0.0.1",
				`authorization: Bearer ${key}`,
				"content-type: application/json",
				`content-length: ${Buffer.byteLength(body)}`,
				"connection: close",
				"",
				body,
			].join("\r\n"),
		);
	});
}

function read(text: string): BurstAnswer {
	const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
	return { status, code: /"code":"([a-z_]+)"/.exec(text)?.[1] ?? "" };
}
