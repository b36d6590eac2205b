/**
 * The upstream: a raw TCP server with canned chat completions, so cheap that it is not what the bench measures. It reads
 * only as much of a request as it takes to choose the answer. Its argument is a port, or 0 for any; it prints the one it has, then serves until its parent is gone.
 */
import type { Socket } from "bun";
import { endWithParent } from "../processes/end-with-parent.ts";
import { PACED_MARK } from "../request-body.ts";
import { jsonAnswer, streamAnswer } from "./answers.ts";
import { wholeRequest } from "./request-reader.ts";

/** Time between the chunks of a paced stream; 52 of them take about a fifth of a second. */
const PACE_MS = 4;
/** Chunks that a burst stream sends in one write. */
const BURST = 13;

type Peer = { pending: Buffer; unsent: Buffer };

const json = jsonAnswer();
const chunks = streamAnswer();
const bursts = Array.from({ length: Math.ceil(chunks.length / BURST) }, (_, index) =>
	Buffer.concat(chunks.slice(index * BURST, (index + 1) * BURST)),
);

const port = Number(process.argv[2] ?? 0);
const server = Bun.listen<Peer>({
	hostname: "127.0.0.1",
	port,
	socket: {
		open(socket) {
			socket.data = { pending: Buffer.alloc(0), unsent: Buffer.alloc(0) };
			socket.setNoDelay(true);
		},
		data: receive,
		drain: (socket) => send(socket, Buffer.alloc(0)),
	},
});
endWithParent(() => process.exit(0));
console.log(JSON.stringify({ port: server.port }));

function receive(socket: Socket<Peer>, bytes: Buffer): void {
	const { pending } = socket.data;
	const received = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
	const request = wholeRequest(received);
	socket.data.pending = request === undefined ? Buffer.from(received) : Buffer.alloc(0);
	if (request !== undefined) answer(socket, request.body);
}

function answer(socket: Socket<Peer>, body: Buffer): void {
	if (!body.includes('"stream":true')) send(socket, json);
	else if (body.includes(PACED_MARK)) pace(socket, 0);
	else for (const burst of bursts) send(socket, burst);
}

function pace(socket: Socket<Peer>, index: number): void {
	const chunk = chunks[index];
	if (chunk === undefined || socket.readyState <= 0) return;
	send(socket, chunk);
	setTimeout(pace, PACE_MS, socket, index + 1);
}

/** Writes, and keeps what the kernel does not take until the socket drains. */
function send(socket: Socket<Peer>, bytes: Buffer): void {
	const { unsent } = socket.data;
	const all = unsent.length === 0 ? bytes : Buffer.concat([unsent, bytes]);
	const written = Math.max(0, socket.write(all));
	socket.data.unsent = written === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(written));
}
