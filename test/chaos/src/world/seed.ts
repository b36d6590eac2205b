import { createIdMaker } from "@turnpike/accounts";
import { makeKeyHasher } from "@turnpike/api";
import { createOrganisation, type Database, deposit } from "@turnpike/db";
import { issueKey } from "@turnpike/local/issue-key";
import { parseUsd } from "@turnpike/money";

/** A key that callers spend with. */
export interface Wallet {
	readonly key: string;
	readonly keyId: string;
	readonly accountId: string;
	/** It has more than all its callers can spend. */
	readonly plenty: boolean;
}

/** An organisation to make: its credit, and one key for each limit. */
export interface WalletPlan {
	readonly name: string;
	readonly usd: string;
	readonly keyLimits: readonly (string | undefined)[];
}

/** Plenty, little, and keys that may spend less than there is. */
export const PLANS: readonly WalletPlan[] = [
	{ name: "rich-1", usd: "100", keyLimits: [undefined, undefined, undefined] },
	{ name: "rich-2", usd: "100", keyLimits: [undefined, undefined] },
	{ name: "dry-1", usd: "0.02", keyLimits: [undefined] },
	{ name: "dry-2", usd: "0.05", keyLimits: [undefined, undefined] },
	{ name: "dry-3", usd: "0.30", keyLimits: [undefined, undefined] },
	{ name: "limited", usd: "50", keyLimits: ["0.01", "0.05"] },
	{ name: "probe", usd: "100", keyLimits: [undefined] },
];

const ACTOR = "chaos";
const PLENTY = parseUsd("100");

/** Makes organisations with credit and keys, straight in the book. @returns each plan's wallets by its name. */
export async function seedWallets(
	sql: Database,
	pepper: string,
	plans: readonly WalletPlan[],
): Promise<ReadonlyMap<string, readonly Wallet[]>> {
	const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
	const hasher = makeKeyHasher([{ version: 1, secret: pepper }]);
	const wallets = new Map<string, readonly Wallet[]>();
	for (const plan of plans) {
		const [id, projectId, accountId] = [ids.id("organisation"), ids.id("project"), ids.id("account")];
		await createOrganisation(sql, { id, projectId, accountId, name: plan.name, email: undefined }, ACTOR);
		await deposit(sql, {
			transactionId: ids.uuid(),
			accountId,
			amount: parseUsd(plan.usd),
			from: "house:promotions",
			kind: "grant",
			source: `chaos:${id}`,
			memo: "chaos",
			actor: ACTOR,
		});
		const made: Wallet[] = [];
		for (const limitText of plan.keyLimits) {
			const limit = limitText === undefined ? undefined : parseUsd(limitText);
			const settings = { organisationId: id, projectId, name: plan.name, limitNanoUsd: limit };
			const issued = await issueKey(sql, hasher, ids, settings, ACTOR);
			const plenty = limit === undefined && parseUsd(plan.usd) >= PLENTY;
			made.push({ key: issued.key, keyId: issued.id, accountId, plenty });
		}
		wallets.set(plan.name, made);
	}
	return wallets;
}
