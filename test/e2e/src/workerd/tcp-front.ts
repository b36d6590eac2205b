import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands in for a part of the platform that is not in `workerd`. */
export interface TcpFront {
	readonly port: number;
	stop(): Promise<void>;
}

interface TcpFrontOptions {
	readonly host: string;
	/** Asked with each connection: a front may be there before what it stands before. */
	readonly portBehind: () => number;
	/** So many connections are let through at once; more wait until one has ended. */
	readonly most?: number;
}

/**
 * Passes connections on. A near end that closes resets the far one: the platform's front tells a worker at once that its
 * caller has gone, while `workerd` by itself takes a closed socket for a caller who has said all and still listens.
 */
export async function startTcpFront({
	host,
	portBehind,
	most = Number.POSITIVE_INFINITY,
}: TcpFrontOptions): Promise<TcpFront> {
	const open = new Set<Socket>();
	const waiting: Socket[] = [];
	let passing = 0;

	function pass(near: Socket): void {
		passing += 1;
		const far = connect(portBehind(), host);
		open.add(far);
		near.pipe(far).pipe(near);
		far.on("error", () => far.destroy());
		near.on("close", () => far.resetAndDestroy());
		far.on("close", () => {
			open.delete(far);
			// What was answered still goes out; what is still being sent is dropped.
			near.end();
			near.resume();
			passing -= 1;
			const next = waiting.shift();
			if (next) pass(next);
		});
	}

	const server = createServer((near) => {
		open.add(near);
		near.on("error", () => near.destroy());
		near.on("close", () => {
			open.delete(near);
			const at = waiting.indexOf(near);
			if (at >= 0) waiting.splice(at, 1);
		});
		if (passing < most) pass(near);
		else waiting.push(near);
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the front does not listen");
	return {
		port: address.port,
		async stop() {
			server.close();
			for (const socket of open) socket.destroy();
		},
	};
}
