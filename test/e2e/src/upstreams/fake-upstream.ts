import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** A step of an answer: text to send, a pause, the connection's death, or silence until the caller goes away. */
export type Step = string | { readonly wait: number } | "die" | "hang";

export interface Reply {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly steps: readonly Step[];
}

/** A request as it arrived. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** The body's own text, byte for byte. */
	readonly text: string;
	readonly body: Readonly<Record<string, unknown>>;
	/** Milliseconds after which the caller closed the connection before the answer was complete; undefined if it did not. */
	readonly closedEarly: () => number | undefined;
	/** Characters of the answer that the connection has taken so far. */
	readonly sent: () => number;
}

type Answer = Reply | ((request: Received) => Reply);

/**
 * A provider on 127.0.0.1 that answers as it is told and keeps what it received. Answers given by `next` are used once
 * each, in order; after them, what was given by `always`.
 */
export class FakeUpstream {
	readonly received: Received[] = [];
	readonly #server: Server;
	readonly #queue: Answer[] = [];
	#always: Answer = { status: 500, steps: ['{"error":{"message":"no answer was prepared","type":"server_error"}}'] };

	private constructor(server: Server) {
		this.#server = server;
		server.on("request", (request, response) => void this.#serve(request, response));
	}

	static async start(): Promise<FakeUpstream> {
		const server = createServer({ keepAliveTimeout: 60_000 });
		server.listen(0, "127.0.0.1");
		await once(server, "listening");
		return new FakeUpstream(server);
	}

	/** Without a path. */
	get url(): string {
		const address = this.#server.address();
		if (address === null || typeof address === "string") throw new Error("the upstream does not listen");
		return `http://127.0.0.1:${address.port}`;
	}

	get last(): Received {
		const last = this.received.at(-1);
		if (!last) throw new Error("the upstream was not called");
		return last;
	}

	next(...answers: readonly Answer[]): void {
		this.#queue.push(...answers);
	}

	always(answer: Answer): void {
		this.#always = answer;
	}

	/** Forgets what it received and what it was told to answer next. */
	reset(): void {
		this.received.length = 0;
		this.#queue.length = 0;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, "close");
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const began = performance.now();
		let closedAt: number | undefined;
		let sent = 0;
		response.on("close", () => {
			if (!response.writableFinished) closedAt = performance.now() - began;
		});
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const text = Buffer.concat(chunks).toString("utf8");
		const received: Received = {
			method: request.method ?? "",
			path: request.url ?? "",
			headers: request.headers,
			text,
			body: JSON.parse(text || "{}"),
			closedEarly: () => closedAt,
			sent: () => sent,
		};
		this.received.push(received);
		const answer = this.#queue.shift() ?? this.#always;
		await send(response, typeof answer === "function" ? answer(received) : answer, (characters) => {
			sent += characters;
		});
	}
}

/** The status goes out with the first text, be it empty: silence before it is silence. */
async function send(response: ServerResponse, reply: Reply, onSent: (characters: number) => void): Promise<void> {
	response.statusCode = reply.status ?? 200;
	for (const [name, value] of Object.entries({ "content-type": "application/json", ...reply.headers })) {
		response.setHeader(name, value);
	}
	for (const step of reply.steps) {
		if (response.destroyed) return;
		if (step === "die") {
			// A moment for what was written to be read: a reset throws it away.
			await sleep(20);
			response.socket?.destroy();
			return;
		}
		if (step === "hang") {
			if (!response.destroyed) await once(response, "close");
			return;
		}
		if (step === "") response.flushHeaders();
		else if (typeof step === "string") {
			await write(response, step);
			onSent(step.length);
		} else await sleep(step.wait);
	}
	response.end();
}

/** Resolves when the connection has room for more, or is gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
	if (response.write(text)) return;
	const over = new AbortController();
	const { signal } = over;
	await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
	over.abort();
}
