import { createServer, type IncomingMessage } from "node:http";
import { Redis } from "ioredis";

/** The REST interface of Upstash over a Redis on TCP, as far as one command per request goes. */
export interface RestFront {
	readonly url: string;
	readonly token: string;
	stop(): Promise<void>;
}

/** Starts the front on a free port of 127.0.0.1 (https://upstash.com/docs/redis/features/restapi). */
export async function startRestFront(redisUrl: string): Promise<RestFront> {
	const redis = new Redis(redisUrl, { protocol: 2 });
	const token = "test-token";
	const server = createServer(async (request, response) => {
		const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
		if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: "WRONGPASS" });
		try {
			const [name = "", ...args] = await readCommand(request);
			// Key locking is Upstash's own; Redis refuses the unknown flag.
			const result = await redis.call(name, ...args.map((arg) => arg.replace(/^#!lua flags=allow-key-locking\n/, "")));
			answer(200, { result: request.headers["upstash-encoding"] === "base64" ? toBase64(result) : result });
		} catch (error) {
			answer(400, { error: error instanceof Error ? error.message : "ERR" });
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	const port = address && typeof address === "object" ? address.port : 0;
	const stop = async () => {
		redis.disconnect();
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	return { url: `http://127.0.0.1:${port}`, token, stop };
}

async function readCommand(request: IncomingMessage): Promise<string[]> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk);
	const command: unknown = JSON.parse(Buffer.concat(chunks).toString());
	if (!Array.isArray(command)) throw new Error("ERR a command is a list");
	return command.map(String);
}

function toBase64(value: unknown): unknown {
	if (typeof value === "string") return Buffer.from(value).toString("base64");
	return Array.isArray(value) ? value.map(toBase64) : value;
}
