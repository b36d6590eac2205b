import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands in front of a TCP server and can be cut: what is open breaks, what is new is refused or never answered. */
export class CuttableProxy {
	readonly #server: Server;
	readonly #open = new Set<Socket>();
	#state: "open" | "refuses" | "silent" | "mute" = "open";
	#muteAfter: string | undefined;

	private constructor(host: string, port: number) {
		this.#server = createServer((near) => {
			this.#keep(near);
			if (this.#state === "refuses") return near.destroy();
			if (this.#state === "silent") return;
			const far = connect(port, host);
			this.#keep(far);
			this.#listen(near);
			near.pipe(far);
			far.on("data", (bytes) => {
				if (this.#state !== "mute") near.write(bytes);
			});
			far.on("end", () => near.end());
			near.on("close", () => far.destroy());
			far.on("close", () => near.destroy());
		});
	}

	/** @param url of the server behind it; its host and port are replaced in what `urlFor` gives. */
	static async before(url: string): Promise<{ proxy: CuttableProxy; url: string }> {
		const target = new URL(url);
		const proxy = new CuttableProxy(target.hostname, Number(target.port));
		proxy.#server.listen(0, "127.0.0.1");
		await once(proxy.#server, "listening");
		const address = proxy.#server.address();
		if (address === null || typeof address === "string") throw new Error("the proxy does not listen");
		target.hostname = "127.0.0.1";
		target.port = String(address.port);
		return { proxy, url: target.href };
	}

	/** Every connection breaks and new ones are closed at once. */
	cut(): void {
		this.#state = "refuses";
		for (const socket of this.#open) socket.destroy();
	}

	/** New connections are taken and never answered. */
	silence(): void {
		this.#state = "silent";
		for (const socket of this.#open) socket.destroy();
	}

	/** Once this text has been sent: what is sent still arrives behind it; nothing comes back. */
	muteAfter(text: string): void {
		this.#muteAfter = text;
	}

	mend(): void {
		this.#state = "open";
		this.#muteAfter = undefined;
		for (const socket of this.#open) socket.destroy();
	}

	/** What is open breaks without a goodbye, as with a host that is gone; new connections are taken. */
	reset(): void {
		for (const socket of this.#open) socket.resetAndDestroy();
	}

	async stop(): Promise<void> {
		this.cut();
		this.#server.close();
		await once(this.#server, "close");
	}

	#listen(near: Socket): void {
		let heard = "";
		near.on("data", (bytes) => {
			if (this.#muteAfter === undefined) return;
			heard += bytes.toString("latin1");
			if (heard.includes(this.#muteAfter)) this.#state = "mute";
			heard = heard.slice(-this.#muteAfter.length);
		});
	}

	#keep(socket: Socket): void {
		this.#open.add(socket);
		socket.on("close", () => this.#open.delete(socket));
		socket.on("error", () => socket.destroy());
	}
}
