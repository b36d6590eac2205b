import { randomUUID } from "node:crypto";
import { createIdMaker } from "@turnpike/accounts";
import {
	checkBooks,
	checkPayments,
	connect,
	createKey,
	createOrganisation,
	type Database,
	deposit,
	inSnapshot,
	makeAllowanceBook,
	makeCallBudgets,
	makeUsageLog,
	postAccount,
	UNLIMITED_KEY,
} from "@turnpike/db";
import { type Allowances, AllowancesPerCall, MemoryAllowances, post, type UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { connectIoredis, RedisAllowances, type RedisClient } from "@turnpike/redis";
import { freshDatabase } from "@turnpike/test-services";
import { TEST_REDIS_URL } from "./env.ts";

const TICK_MS = 40;

const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
export const newId = () => ids.uuid();

/** Who pays, by one of its keys. */
export interface Payer {
	readonly organisationId: string;
	readonly projectId: string;
	readonly memberId: string;
	readonly accountId: string;
	readonly keyId: string;
}

/** A process that spends: its allowances, and its end. */
export interface Holder {
	readonly allowances: Allowances;
	readonly instance: string;
	readonly kind: "memory" | "redis";
	/** What it sees to after its calls have ended. */
	settled(): Promise<void>;
	/** Stops it as kill -9 does: what it held is nobody's. */
	kill(): void;
	/** Gives back what it has idle. */
	close(): Promise<void>;
}

/** A real book, and holders of both kinds at it, as many as a test opens. */
export async function openLedgerWorld(name: string) {
	const database = await freshDatabase(name);
	const sql = connect(database.url, { connections: 10 });
	const redis = TEST_REDIS_URL
		? connectIoredis({ url: TEST_REDIS_URL, onError: () => {}, timeoutMs: 15_000 })
		: undefined;
	const troubles: string[] = [];
	const trouble = (what: string, error: unknown) => void troubles.push(`${what}: ${error}`);
	return {
		sql,
		troubles,
		redis,
		log: makeUsageLog(sql, { patienceMs: 20_000 }),
		openPayers: (keys: number) => openPayers(sql, keys),
		give: (accountId: string, amount: bigint, gift?: { readonly expiresAt: number }) =>
			give(sql, accountId, amount, gift),
		openMemory: () => openMemory(sql, trouble),
		openRedis: (prefix: string) => redis && openRedis(sql, redis, prefix, trouble),
		post: (accountId: string) => postAll(sql, accountId),
		/** What is wrong in the books. */
		async mistakes() {
			const found = await inSnapshot(sql, async (tx) => ({ ...(await checkBooks(tx)), ...(await checkPayments(tx)) }));
			const { unposted: _unposted, ...mistakes } = found;
			return Object.entries(mistakes).filter(([, count]) => count !== 0);
		},
		async close() {
			await redis?.close();
			await sql.end();
			await database.drop();
		},
	};
}

export type LedgerWorld = Awaited<ReturnType<typeof openLedgerWorld>>;

async function openPayers(sql: Database, keys: number): Promise<Payer[]> {
	const id = randomUUID();
	const [organisationId, projectId, accountId] = [`org_${id}`, `prj_${id}`, `acc_${id}`];
	await createOrganisation(sql, { id: organisationId, projectId, accountId, name: "Test", email: undefined }, "test");
	const payers: Payer[] = [];
	for (let n = 0; n < keys; n++) {
		const keyId = `key_${n}_${id}`;
		const memberId = `mem_${n % 2}_${id}`;
		const hash = `${randomUUID()}${randomUUID()}`.replaceAll("-", "");
		const named = { id: keyId, organisationId, projectId, name: "test", label: "tp_…", hash, pepperVersion: 1 };
		await createKey(sql, { ...named, ...UNLIMITED_KEY, memberId }, "test");
		payers.push({ organisationId, projectId, memberId, accountId, keyId });
	}
	return payers;
}

async function give(sql: Database, accountId: string, amount: bigint, gift?: { readonly expiresAt: number }) {
	const transactionId = newId();
	const terms = { transactionId, accountId, amount: nanoUsd(amount), source: transactionId, memo: "", actor: "test" };
	if (gift) await deposit(sql, { ...terms, ...gift, from: "house:promotions", kind: "promotion" });
	else await deposit(sql, { ...terms, from: "house:deposits", kind: "payment" });
}

type Trouble = (what: string, error: unknown) => void;

function commonOf(sql: Database, onTrouble: Trouble) {
	const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
	return { book: makeAllowanceBook(sql), newId, sleep, onTrouble };
}

function openMemory(sql: Database, onTrouble: Trouble): Holder {
	const instance = randomUUID();
	const clock = { now: () => Date.now(), monotonic: () => performance.now() };
	const memory = new MemoryAllowances({ ...commonOf(sql, onTrouble), clock, instance });
	return asHolder(sql, memory, instance, "memory", onTrouble);
}

function openRedis(sql: Database, redis: RedisClient, prefix: string, onTrouble: Trouble): Holder {
	const monotonic = () => performance.now();
	const allowances = new RedisAllowances({ ...commonOf(sql, onTrouble), redis, prefix, monotonic });
	return asHolder(sql, allowances, "", "redis", onTrouble);
}

function asHolder(
	sql: Database,
	inner: MemoryAllowances | RedisAllowances,
	instance: string,
	kind: Holder["kind"],
	onTrouble: Trouble,
): Holder {
	const pending = new Set<Promise<void>>();
	const later = (work: Promise<void>) => {
		pending.add(work);
		void work.finally(() => pending.delete(work));
	};
	const allowances = new AllowancesPerCall({ allowances: inner, budgets: makeCallBudgets(sql), later, onTrouble });
	const ticking = setInterval(() => void inner.tick(), TICK_MS);
	return {
		allowances,
		instance,
		kind,
		settled: () => Promise.all(pending).then(() => {}),
		kill: () => clearInterval(ticking),
		async close() {
			clearInterval(ticking);
			await allowances.close();
		},
	};
}

/** Posts all that waits, at the tests' price: one nano-dollar an input token. */
async function postAll(sql: Database, accountId: string): Promise<void> {
	for (;;) {
		const { claimed, posted, parked } = await postAccount(sql, accountId, newId(), (input) =>
			post({ ...input, recompute: ({ usage }) => ({ priceNanoUsd: nanoUsd(BigInt(usage.input ?? 0)) }) }),
		);
		if (claimed && posted + parked === 0) return;
	}
}

/** The record of a call that ended, or of what it came to so far. */
export function usageOf(
	payer: Payer,
	call: Pick<UsageEvent, "generationId" | "allowanceId" | "holdNanoUsd" | "endUser" | "tags">,
	charge: bigint,
): UsageEvent {
	return {
		...payer,
		...call,
		status: "completed",
		estimated: false,
		evidence: "provider",
		model: "author/model",
		provider: "provider",
		endpointId: "author/model@provider",
		priceVersionId: "pv",
		usage: { input: Number(charge), output: 0 },
		chargeNanoUsd: nanoUsd(charge),
		providerCostNanoUsd: nanoUsd(charge / 2n),
		format: "chat",
		streamed: true,
		finishReason: "stop",
		upstreamId: "up_1",
		admittedAt: Date.now(),
		ttftMs: 1,
		latencyMs: 2,
		attempts: [],
		app: "",
		requestSha256: "",
	};
}
