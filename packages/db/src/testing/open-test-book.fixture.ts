import { randomUUID } from "node:crypto";
import { type PostingInput, post, type Spender, type UsageEvent } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { freshDatabase } from "@turnpike/test-services";
import { createKey, UNLIMITED_KEY } from "../accounts/key-store.ts";
import { createOrganisation } from "../accounts/organisation-store.ts";
import { connect, type Database } from "../connect.ts";
import { makeAllowanceBook } from "../ledger/allowance-book.ts";
import { deposit } from "../ledger/deposit.ts";
import { type PostingResult, postAccount } from "../ledger/posting-store.ts";
import { makeUsageLog } from "../usage/usage-log.ts";
import { uuidv7 } from "./uuidv7.fixture.ts";

/** Who spends, and where it is reported. */
export interface TestSpender extends Spender {
	readonly organisationId: string;
	readonly projectId: string;
}

export interface KeyBudget {
	readonly limit: bigint;
	readonly reset: "none" | "daily" | "weekly" | "monthly";
}

/** A database of its own, with the steps that tests have in common. */
export async function openTestBook(name: string, connections = 20) {
	const database = await freshDatabase(name);
	const sql = connect(database.url, { connections });
	const close = async () => {
		await sql.end();
		await database.drop();
	};
	const steps = {
		addKey: addKey.bind(undefined, sql),
		fund: fund.bind(undefined, sql),
		open: open.bind(undefined, sql),
	};
	return {
		url: database.url,
		sql,
		book: makeAllowanceBook(sql),
		log: makeUsageLog(sql, { patienceMs: 5_000 }),
		close,
		...steps,
	};
}

export type TestBook = Awaited<ReturnType<typeof openTestBook>>;

/** A new organisation with so much deposited, and a key of it. */
async function open(sql: Database, depositNano: bigint): Promise<TestSpender> {
	const id = randomUUID();
	const [organisationId, projectId, accountId] = [`org_${id}`, `prj_${id}`, `acc_${id}`];
	await createOrganisation(sql, { id: organisationId, projectId, accountId, name: "Test", email: undefined }, "test");
	if (depositNano > 0n) await fund(sql, accountId, depositNano);
	return addKey(sql, { organisationId, projectId, accountId });
}

async function fund(sql: Database, accountId: string, nano: bigint): Promise<void> {
	const transactionId = uuidv7();
	await deposit(sql, {
		transactionId,
		accountId,
		amount: nanoUsd(nano),
		from: "house:deposits",
		kind: "payment",
		source: `test:${transactionId}`,
		memo: "",
		actor: "test",
	});
}

async function addKey(sql: Database, of: Omit<TestSpender, "keyId">, budget?: KeyBudget): Promise<TestSpender> {
	const keyId = `key_${randomUUID()}`;
	const key = {
		id: keyId,
		organisationId: of.organisationId,
		projectId: of.projectId,
		name: "test",
		label: "tp_…test",
		hash: `${randomUUID()}${randomUUID()}`.replaceAll("-", ""),
		pepperVersion: 1,
		...UNLIMITED_KEY,
		memberId: memberOf(of.organisationId),
		...(budget && { limitNanoUsd: nanoUsd(budget.limit), limitReset: budget.reset }),
	};
	await createKey(sql, key, "test");
	return { ...of, keyId };
}

/** Every key of a test's organisation belongs to one member. */
export function memberOf(organisationId: string): string {
	return `mem_${organisationId}`;
}

/** A usage event of a spender's, charged its price; the tests' price is one nano-USD an input token. */
export function usageOf(
	spender: TestSpender,
	allowanceId: string,
	priceNano: bigint,
	overrides: Partial<UsageEvent> = {},
) {
	const hold = overrides.holdNanoUsd ?? nanoUsd(priceNano);
	const event: UsageEvent = {
		...spender,
		generationId: uuidv7(),
		allowanceId,
		status: "completed",
		estimated: false,
		evidence: "provider",
		model: "author/model",
		provider: "provider",
		endpointId: "author/model@provider",
		priceVersionId: "pv",
		usage: { input: Number(priceNano), output: 0 },
		holdNanoUsd: hold,
		chargeNanoUsd: nanoUsd(priceNano < hold ? priceNano : hold),
		providerCostNanoUsd: nanoUsd(priceNano / 2n),
		format: "chat",
		streamed: true,
		finishReason: "stop",
		upstreamId: "up_1",
		admittedAt: Date.now(),
		ttftMs: 120,
		latencyMs: 900,
		attempts: [
			{
				endpointId: "author/model@provider",
				provider: "provider",
				outcome: "answered",
				status: 200,
				failure: "",
				latencyMs: 1,
			},
		],
		memberId: "",
		tags: [],
		requestSha256: "",
		endUser: "",
		app: "",
		...overrides,
	};
	return event;
}

/** Decides as billing does, at the tests' price. */
export function decide(input: Omit<PostingInput, "recompute">) {
	const recompute = ({ usage }: Pick<UsageEvent, "usage">) =>
		usage.input === undefined ? { reason: "unpriced" } : { priceNanoUsd: nanoUsd(BigInt(usage.input)) };
	return post({ ...input, recompute });
}

/** Posts all that waits of an account, in one worker. */
export async function postAll(sql: Database, accountId: string): Promise<Pick<PostingResult, "posted" | "parked">> {
	const total = { posted: 0, parked: 0 };
	for (;;) {
		const { claimed, posted, parked } = await postAccount(sql, accountId, uuidv7(), decide);
		total.posted += posted;
		total.parked += parked;
		if (claimed && posted + parked === 0) return total;
	}
}
