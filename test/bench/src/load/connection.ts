import type { Socket } from "bun";
import { ENDED, FIRST_BYTE, ResponseReader } from "./response-reader.ts";

/** Hears of the end of each exchange: `failure` says what was wrong with it, if anything. */
export type OnEnd = (connection: Connection, failure: string | undefined) => void;

/** One keep-alive connection with at most one exchange on it at a time. */
export class Connection {
	dueNs = 0;
	firstByteNs = 0;
	open = false;
	busy = false;
	readonly #stream: boolean;
	readonly #onEnd: OnEnd;
	readonly #reader = new ResponseReader();
	#socket: Socket<Connection> | undefined;
	#unsent: Uint8Array = new Uint8Array();

	constructor(stream: boolean, onEnd: OnEnd) {
		this.#stream = stream;
		this.#onEnd = onEnd;
	}

	async connect(hostname: string, port: number): Promise<void> {
		await Bun.connect<Connection>({ hostname, port, data: this, socket: events });
	}

	opened(socket: Socket<Connection>): void {
		socket.setNoDelay(true);
		this.#socket = socket;
		this.open = true;
	}

	/** Sends a request; its time is counted from `dueNs`. */
	send(request: Uint8Array, dueNs: number): void {
		this.dueNs = dueNs;
		this.busy = true;
		this.#reader.reset();
		this.#unsent = request;
		this.flush();
	}

	flush(): void {
		if (this.#unsent.length === 0) return;
		const written = Math.max(0, this.#socket?.write(this.#unsent) ?? 0);
		this.#unsent = this.#unsent.subarray(written);
	}

	received(bytes: Uint8Array): void {
		const flags = this.#read(bytes);
		if (flags & FIRST_BYTE) this.firstByteNs = Bun.nanoseconds();
		if (flags & ENDED) this.#finish(this.#judge());
	}

	closed(reason: string): void {
		this.open = false;
		if (this.busy) this.#finish(reason);
	}

	close(): void {
		this.busy = false;
		this.#socket?.terminate();
	}

	#read(bytes: Uint8Array): number {
		try {
			return this.#reader.push(bytes);
		} catch (error) {
			this.open = false;
			this.#socket?.terminate();
			if (this.busy) this.#finish(error instanceof Error ? error.message : "unreadable");
			return 0;
		}
	}

	#judge(): string | undefined {
		if (this.#reader.status !== 200) return `status ${this.#reader.status}`;
		if (this.#stream && this.#reader.tail !== "[DONE]\n\n") return "cut short";
		return this.#reader.bodyBytes === 0 ? "empty" : undefined;
	}

	#finish(failure: string | undefined): void {
		this.busy = false;
		this.#onEnd(this, failure);
	}
}

const events = {
	open: (socket: Socket<Connection>) => socket.data.opened(socket),
	data: (socket: Socket<Connection>, bytes: Uint8Array) => socket.data.received(bytes),
	drain: (socket: Socket<Connection>) => socket.data.flush(),
	close: (socket: Socket<Connection>) => socket.data.closed("closed"),
	error: (socket: Socket<Connection>) => socket.data.closed("connection error"),
};
