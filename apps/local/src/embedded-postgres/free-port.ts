import { createServer } from "node:net";

/** Below the ranges from which Linux (32768 up) and macOS (49152 up) take the ports of outgoing connections. */
const FIRST = 20_000;
const COUNT = 12_000;

/** Whether a listener could take the port on this address now. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
	return new Promise((done) => {
		const server = createServer();
		server.once("error", () => done(false));
		server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
	});
}

/** A random port of 127.0.0.1 that is free now and that no outgoing connection will take later. */
export async function freePort(): Promise<number> {
	for (let attempt = 0; attempt < 100; attempt++) {
		const port = FIRST + Math.floor(Math.random() * COUNT);
		if (await isPortFree(port)) return port;
	}
	throw new Error(`none of 100 ports tried between ${FIRST} and ${FIRST + COUNT} is free on 127.0.0.1`);
}
