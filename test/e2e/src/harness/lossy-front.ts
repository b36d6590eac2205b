import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands in front of a server; what it is told to lose is answered there in full, and never comes back. */
export class LossyFront {
	readonly #server: Server;
	readonly #open = new Set<Socket>();
	/** How many answers are to be lost of requests that hold a text. */
	readonly #toLose = new Map<string, number>();

	private constructor(target: URL) {
		this.#server = createServer((near) => {
			const far = connect(Number(target.port), target.hostname);
			for (const socket of [near, far]) {
				this.#open.add(socket);
				socket.on("close", () => this.#open.delete(socket));
				socket.on("error", () => socket.destroy());
			}
			near.pipe(far);
			near.on("close", () => far.destroy());
			far.on("close", () => near.destroy());
			this.#sendBack(far, near);
		});
	}

	static async before(baseUrl: string): Promise<LossyFront> {
		const front = new LossyFront(new URL(baseUrl));
		front.#server.listen(0, "127.0.0.1");
		await once(front.#server, "listening");
		return front;
	}

	get baseUrl(): string {
		const address = this.#server.address();
		if (address === null || typeof address === "string") throw new Error("the front does not listen");
		return `http://127.0.0.1:${address.port}`;
	}

	/** So many answers to requests that hold this text are lost, and their connections, once the server has sent all of it. */
	lose(text: string, times: number): void {
		this.#toLose.set(text, times);
	}

	/** How many of them are still to be lost. */
	toLose(text: string): number {
		return this.#toLose.get(text) ?? 0;
	}

	async stop(): Promise<void> {
		for (const socket of this.#open) socket.destroy();
		this.#server.close();
		await once(this.#server, "close");
	}

	#sendBack(far: Socket, near: Socket): void {
		let asked = "";
		let swallowed = "";
		near.on("data", (bytes: Buffer) => {
			asked += bytes.toString("latin1");
		});
		far.on("data", (bytes: Buffer) => {
			const text = [...this.#toLose.keys()].find((one) => asked.includes(one) && this.toLose(one) > 0);
			if (text === undefined) {
				asked = "";
				return void near.write(bytes);
			}
			swallowed += bytes.toString("latin1");
			if (!isWhole(swallowed)) return;
			this.lose(text, this.toLose(text) - 1);
			near.destroy();
		});
	}
}

/** Whether an HTTP/1.1 answer is there to its end. */
function isWhole(answer: string): boolean {
	const end = answer.indexOf("\r\n\r\n");
	if (end === -1) return false;
	const length = /^content-length: *(\d+)/im.exec(answer.slice(0, end))?.[1];
	return length === undefined ? answer.endsWith("0\r\n\r\n") : answer.length >= end + 4 + Number(length);
}
