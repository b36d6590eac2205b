import { createServer, connect as dial, type Server } from "node:net";
import { freshDatabase } from "@turnpike/test-services";
import { afterAll, describe, expect, it } from "vitest";
import { readArray, writeArray } from "./array-types.ts";
import { connect } from "./connect.ts";

const database = await freshDatabase("array types");
const sql = connect(database.url, { connections: 1 });
afterAll(async () => {
	await sql.end();
	await database.drop();
});

const AWKWARD = ["", "a b", "NULL", "null", 'say "hi"', "back\\slash", "a,b", "{c}", "línea\nnueva", "🛣", "   "];

describe("arrays to and from the database", () => {
	it("go there and back whatever is in them", async () => {
		const [row] = await sql<{ back: string[]; length: number }[]>`
			select ${AWKWARD}::text[] as back, cardinality(${AWKWARD}::text[]) as length`;
		expect(row).toEqual({ back: AWKWARD, length: AWKWARD.length });
	});

	it("keep ids as text and large integers exact", async () => {
		const ids = ["01a20694-4895-76a2-9c4b-74fcc6ee524d"];
		const [row] = await sql`select ${ids}::uuid[] as ids, ${["9007199254740993", "-1"]}::bigint[] as large,
			array[1, null, 3] as gaps, '{}'::text[] as nothing`;
		expect(row).toEqual({ ids, large: [9_007_199_254_740_993n, -1n], gaps: [1, null, 3], nothing: [] });
	});

	it("are told from what is no array of values", () => {
		expect(() => writeArray([undefined])).toThrow(TypeError);
		expect(() => writeArray([["nested"]])).toThrow(TypeError);
		expect(readArray("{NULL}", String)).toEqual([null]);
	});
});

describe("a new connection", () => {
	it("asks nothing of its own, so that its loss in that moment ends no process", async () => {
		const asked: string[] = [];
		const url = new URL(database.url);
		const proxy = await listenInFront(url, (text) => asked.push(text));
		const through = connect(url.href, { connections: 1 });
		try {
			await through`select 1 as one`;
			expect(asked.join(" ")).toContain("select 1 as one");
			expect(asked.join(" ")).not.toContain("pg_type");
		} finally {
			await through.end();
			proxy.close();
		}
	});
});

/** Listens to what is said to the database; `url` leads through here afterwards. */
function listenInFront(url: URL, hear: (text: string) => void): Promise<Server> {
	const port = Number(url.port);
	const proxy = createServer((client) => {
		const server = dial(port, url.hostname);
		client.on("data", (bytes) => hear(bytes.toString("latin1")));
		client.pipe(server).pipe(client);
		client.on("error", () => server.destroy());
		server.on("error", () => client.destroy());
	});
	return new Promise((resolve) => {
		proxy.listen(0, "127.0.0.1", () => {
			const address = proxy.address();
			if (address && typeof address === "object") url.port = String(address.port);
			resolve(proxy);
		});
	});
}
