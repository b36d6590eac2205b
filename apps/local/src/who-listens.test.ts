import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort } from "./embedded-postgres/free-port.ts";
import { explainPortTaken, listeningSockets, nextFreePort, whoListens } from "./who-listens.ts";

let server: Server | undefined;
let child: ChildProcess | undefined;
afterEach(() => {
	server?.close();
	child?.kill("SIGKILL");
});

async function listenHere(host: string): Promise<number> {
	server = createServer().listen(0, host);
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
	return address.port;
}

test.each(["127.0.0.1", "::"])("names the process that listens on %s", async (host) => {
	const port = await listenHere(host);
	expect(await whoListens(port)).toMatchObject({ pid: process.pid });
});

test("names another process by its pid and command line", async () => {
	const port = await freePort();
	const program = `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`;
	child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
	if (child.stdout) await once(child.stdout, "data");
	const listener = await whoListens(port);
	expect(listener?.pid).toBe(child.pid);
	expect(listener?.command).toMatch(/^\S*node -e require/);
	expect(listener?.command.length).toBeLessThanOrEqual(80);
});

test("says nothing of a port where nobody listens", async () => {
	expect(await whoListens(await freePort())).toBeUndefined();
});

test("a taken port is explained with its holder and a port that is free", async () => {
	const port = await listenHere("127.0.0.1");
	const sentence = await explainPortTaken(port, "127.0.0.1");
	expect(sentence).toContain(`Port ${port} on 127.0.0.1 is in use by pid ${process.pid}`);
	const suggested = Number(/PORT=(\d+) npm start/.exec(sentence)?.[1]);
	expect(suggested).toBeGreaterThan(port);
	server?.close();
	server = createServer().listen(suggested, "127.0.0.1");
	await once(server, "listening");
});

test("the next free port skips those that are taken", async () => {
	const port = await listenHere("127.0.0.1");
	expect(await nextFreePort(port - 1, "127.0.0.1")).not.toBe(port);
});

test("of a socket table only listeners on that very port count", () => {
	const table = [
		"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
		"   0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1",
		"   1: 0100007F:2253 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000     0        0 222 1",
		"   2: 00000000:12253 00000000:0000 0A 00000000:00000000 00:00000000 00000000    0        0 333 1",
		"   3: 00000000000000000000000000000000:0050 0:0 0A 0:0 00:0 00000000     0        0 444 1",
	].join("\n");
	expect(listeningSockets(table, 8787)).toEqual(["socket:[111]"]);
	expect(listeningSockets(table, 80)).toEqual(["socket:[444]"]);
	expect(listeningSockets(table, 81)).toEqual([]);
});
