import { createHmac, randomBytes } from "node:crypto";
import { createIdMaker, labelKey, makeKey, parseKey } from "@turnpike/accounts";
import { createKey, createOrganisation, type Database, deposit, type NewKey, UNLIMITED_KEY } from "@turnpike/db";
import { type NanoUsd, parseUsd } from "@turnpike/money";

/** The pepper servers under test hash keys with. */
export const PEPPER = "a pepper for tests alone";
const ACTOR = "test";

/** An organisation with credit. */
export interface Account {
	readonly organisationId: string;
	readonly accountId: string;
	readonly projectId: string;
	/** Makes a key of it. */
	key(options?: KeyOptions): Promise<TestKey>;
}

export interface TestKey {
	readonly id: string;
	readonly hash: string;
	/** What a client sends. */
	readonly text: string;
}

/** What a key may differ in; amounts in USD. */
export interface KeyOptions
	extends Partial<
		Pick<
			NewKey,
			| "name"
			| "memberId"
			| "management"
			| "limitReset"
			| "expiresAt"
			| "requestsPerMinute"
			| "maxConcurrent"
			| "allowedModels"
		>
	> {
	readonly limitUsd?: string;
}

const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });

/** Makes an organisation and gives it credit. */
export async function makeAccount(sql: Database, usd = "10"): Promise<Account> {
	const organisation = {
		id: ids.id("organisation"),
		projectId: ids.id("project"),
		accountId: ids.id("account"),
		name: "Test",
		email: undefined,
	};
	await createOrganisation(sql, organisation, ACTOR);
	const amount = parseUsd(usd);
	if (amount > 0n) await giveCredit(sql, organisation.accountId, amount);
	const { id: organisationId, accountId, projectId } = organisation;
	return {
		organisationId,
		accountId,
		projectId,
		key: (options = {}) => makeTestKey(sql, { organisationId, projectId }, options),
	};
}

export async function giveCredit(sql: Database, accountId: string, amount: NanoUsd): Promise<void> {
	const transactionId = ids.uuid();
	await deposit(sql, {
		transactionId,
		accountId,
		amount,
		from: "house:promotions",
		kind: "grant",
		source: `test:${transactionId}`,
		memo: "for a test",
		actor: ACTOR,
	});
}

async function makeTestKey(
	sql: Database,
	owner: Pick<NewKey, "organisationId" | "projectId">,
	{ limitUsd, ...options }: KeyOptions,
): Promise<TestKey> {
	const text = makeKey(options.management ? "management" : "live", randomBytes(20));
	const parsed = parseKey(text);
	if (!parsed) throw new Error("a new key did not parse");
	const hash = createHmac("sha256", PEPPER).update(text).digest("hex");
	const id = ids.id("key");
	await createKey(
		sql,
		{
			id,
			...owner,
			name: "Test",
			label: labelKey(parsed),
			hash,
			pepperVersion: 1,
			...UNLIMITED_KEY,
			...options,
			...(limitUsd !== undefined && { limitNanoUsd: parseUsd(limitUsd) }),
		},
		ACTOR,
	);
	return { id, hash, text };
}
