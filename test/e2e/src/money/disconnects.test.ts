import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type Account,
	type Counts,
	chat,
	disconnectCount,
	eventually,
	independentPrice,
	openStack,
	type Stack,
	seedOf,
} from "../harness/index.ts";
import { FakeUpstream, slowly, stream, USAGE_DIALECTS, type UsageDialect } from "../upstreams/index.ts";

// Connections that break anywhere, over every way providers tell their usage: whoever leaves, and whenever, is charged what
// the provider says, or what is known, and never more than was held.

const COUNT = disconnectCount();
const SEED = seedOf();
const AT_ONCE = 24;
const WORDS = Array.from({ length: 24 }, (_, at) => `word${at} `);

const MODELS: Readonly<Record<UsageDialect["provider"], string>> = {
	openai: "openai/gpt-4.1",
	anthropic: "anthropic/claude-sonnet-5",
	groq: "openai/gpt-oss-120b",
	mistral: "mistral/codestral-latest",
};
const BILLED_WHOLE: ReadonlySet<UsageDialect["provider"]> = new Set(["groq", "mistral"]);
const PATHS = ["/v1/chat/completions", "/api/v1/chat/completions", "/v1/messages"] as const;

let stack: Stack;
let mistral: FakeUpstream;
let account: Account;
let key: string;
beforeAll(async () => {
	mistral = await FakeUpstream.start();
	stack = await openStack("disconnects", { MISTRAL_API_KEY: "key", MISTRAL_BASE_URL: `${mistral.url}/v1` });
	account = await stack.account("1000");
	key = (await account.key()).text;
	for (const [provider, upstream] of [...Object.entries(stack.upstreams), ["mistral", mistral]] as const) {
		upstream.always((request) => {
			const dialect = USAGE_DIALECTS[Number(/dialect (\d+)/.exec(request.text)?.[1])];
			if (!dialect || dialect.provider !== provider) throw new Error(`not for ${provider}`);
			return stream(slowly(dialect.frames(WORDS), 1));
		});
	}
});
afterAll(async () => {
	await stack?.close();
	await mistral?.stop();
});

/** A small, seeded generator (mulberry32): the same seed breaks the same connections. */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

interface Call {
	readonly user: string;
	readonly dialect: UsageDialect;
	readonly path: string;
	/** Bytes of the answer, headers included, after which the connection breaks. */
	readonly bytes: number;
}

const random = randomOf(SEED);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const CALLS = Array.from({ length: COUNT }, (_, at): Call => {
	const index = at % USAGE_DIALECTS.length;
	const dialect = USAGE_DIALECTS[index] as UsageDialect;
	return { user: `dialect ${index} call ${at}`, dialect, path: pick(PATHS), bytes: Math.floor(random() ** 2 * 9_000) };
});

/** Sends a call on a connection of its own and breaks it after so many bytes, or reads to the end if they never come. */
async function breakOff({ user, dialect, path, bytes }: Call): Promise<void> {
	const { hostname, port } = new URL(stack.baseUrl);
	const who = path.endsWith("/messages") ? { metadata: { user_id: user } } : { user };
	const more = {
		model: MODELS[dialect.provider],
		max_tokens: 200,
		stream: true,
		provider: { only: [dialect.provider] },
	};
	const body = JSON.stringify(chat(`${user} ${"x".repeat(60)}`, { ...more, ...who }));
	const head = [
		`POST ${path} HTTP/1.1`,
		`host: ${hostname}`,
		`authorization: Bearer ${key}`,
		"content-type: application/json",
		"connection: close",
		`content-length: ${Buffer.byteLength(body)}`,
	];
	const socket = connect(Number(port), hostname);
	socket.on("error", () => socket.destroy());
	await once(socket, "connect");
	let received = 0;
	socket.on("data", (chunk) => {
		received += chunk.length;
		if (received >= bytes) socket.destroy();
	});
	socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
	await once(socket, "close");
}

interface Row {
	readonly end_user: string;
	readonly status: string;
	readonly evidence: string;
	readonly estimated: boolean;
	readonly endpoint_id: string;
	readonly usage: Readonly<Record<string, number>>;
	readonly hold: bigint;
	readonly charge: bigint;
	readonly posted: bigint | null;
}

const least = (one: bigint, other: bigint) => (one < other ? one : other);
const countsOf = ({ input = 0, cache_read = 0, output = 0, reasoning = 0 }: Row["usage"]): Counts => ({
	input,
	cacheRead: cache_read,
	output,
	reasoning,
});

/** Holds one row to the ladder. */
function expectFair({ dialect, user }: Call, row: Row): void {
	const what = `${user} (${dialect.name}): ${JSON.stringify(row, (_, value) => (typeof value === "bigint" ? `${value}` : value))}`;
	const price = independentPrice(row.endpoint_id, countsOf(row.usage));
	expect(row.charge, what).toBe(least(price, row.hold));
	expect(row.posted, what).toBe(row.charge);
	expect(row.charge <= row.hold, what).toBe(true);
	expect(row.estimated, what).toBe(row.evidence === "counted");
	const { says, saysFirst } = dialect;
	const { input = 0, cache_read = 0, output = 0 } = row.usage;
	switch (row.evidence) {
		case "provider":
			expect(says, what).toBeDefined();
			expect([input, cache_read], what).toEqual([says?.input, says?.cacheRead ?? 0]);
			expect(output, what).toBe(Number.isNaN(says?.output) ? WORDS.length : says?.output);
			return;
		case "counted":
			if (saysFirst) expect([input, cache_read], what).toEqual([saysFirst.input, saysFirst.cacheRead ?? 0]);
			// The prompt's words and figures, not its JSON; of the answer no more than all of its words.
			else expect(input >= 10 && input <= 60, what).toBe(true);
			expect(output <= WORDS.length * 3, what).toBe(true);
			return;
		case "none":
			expect([row.status, row.charge, row.usage], what).toEqual(["aborted", 0n, {}]);
			return;
		default:
			expect.unreachable(what);
	}
}

test(`${COUNT} connections broken anywhere (TEST_SEED=${SEED})`, { timeout: 60_000 + COUNT * 60 }, async () => {
	console.info(`disconnects: TEST_SEED=${SEED} TEST_DISCONNECTS=${COUNT}`);
	const waiting = [...CALLS];
	const work = async () => {
		for (let call = waiting.pop(); call; call = waiting.pop()) await breakOff(call);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));

	// Everything that was begun ends by itself: nothing is held any more, and all of it is posted.
	const rows = await eventually(
		async () => {
			const [open] = await stack.sql<{ reserved: bigint }[]>`select coalesce(sum(granted_nano_usd - returned_nano_usd
				- charged_nano_usd), 0)::bigint as reserved from allowance where account_id = ${account.accountId}`;
			expect(open?.reserved).toBe(0n);
			const found = await stack.sql<Row[]>`select end_user, status, evidence, estimated, endpoint_id, usage,
				hold_nano_usd as hold, charge_nano_usd as charge, posted_nano_usd as posted from usage_event`;
			expect(found.every(({ posted }) => posted !== null)).toBe(true);
			return found;
		},
		60_000,
		250,
	);
	const byCall = new Map(rows.map((row) => [row.end_user, row]));
	expect(byCall.size, "one row a call at most").toBe(rows.length);
	let seen = 0;
	for (const call of CALLS) {
		const row = byCall.get(call.user);
		// Left before its first byte: stopped, or drained where it is billed whole.
		if (!row) {
			expect(BILLED_WHOLE.has(call.dialect.provider), `${call.user} was billed whole, and is not on record`).toBe(
				false,
			);
			continue;
		}
		seen += 1;
		expectFair(call, row);
		const whole = BILLED_WHOLE.has(call.dialect.provider) && call.dialect.says;
		if (whole) expect(row.evidence, `${call.user} is billed whole`).toBe("provider");
	}
	expect(seen).toBeGreaterThan(COUNT / 2);
	const kinds = new Set(rows.map(({ status, evidence }) => `${status} ${evidence}`));
	// Of so many, however late a busy machine hears of a broken connection.
	if (COUNT >= 2_000) {
		for (const kind of ["completed provider", "aborted provider", "aborted counted", "aborted none"]) {
			expect(kinds).toContain(kind);
		}
	}
	expect(await stack.audit()).toMatchObject({ clean: true, difference: 0n });
});
