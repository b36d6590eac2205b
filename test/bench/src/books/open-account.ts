import { createIdMaker } from "@turnpike/accounts";
import { createKey, createOrganisation, type Database, deposit, UNLIMITED_KEY } from "@turnpike/db";
import { type NanoUsd, nanoUsd } from "@turnpike/money";

export const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });

const ACTOR = "bench";

/** More than any bench can spend. */
const CREDIT: NanoUsd = nanoUsd(100_000_000_000_000n);

/** An organisation with credit and one key without limits. */
export type BenchAccount = {
	readonly organisationId: string;
	readonly projectId: string;
	readonly accountId: string;
	readonly keyId: string;
};

export async function openAccount(sql: Database): Promise<BenchAccount> {
	const account = {
		organisationId: ids.id("organisation"),
		projectId: ids.id("project"),
		accountId: ids.id("account"),
	};
	await createOrganisation(sql, { ...account, id: account.organisationId, name: "Bench", email: undefined }, ACTOR);
	const transactionId = ids.uuid();
	await deposit(sql, {
		transactionId,
		accountId: account.accountId,
		amount: CREDIT,
		from: "house:promotions",
		kind: "sandbox",
		source: `bench:${transactionId}`,
		memo: "",
		actor: ACTOR,
	});
	return addKey(sql, account);
}

/** Another key of the same account. */
export async function addKey(sql: Database, account: Omit<BenchAccount, "keyId">): Promise<BenchAccount> {
	const keyId = ids.id("key");
	await createKey(
		sql,
		{
			id: keyId,
			organisationId: account.organisationId,
			projectId: account.projectId,
			name: "bench",
			label: "tp_…",
			hash: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex"),
			pepperVersion: 1,
			...UNLIMITED_KEY,
		},
		ACTOR,
	);
	const { organisationId, projectId, accountId } = account;
	return { organisationId, projectId, accountId, keyId };
}
