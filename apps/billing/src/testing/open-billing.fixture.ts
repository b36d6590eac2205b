import { randomBytes, randomUUID } from "node:crypto";
import { type PriceVersion, price, seedCatalog, serializePriceVersion } from "@turnpike/catalog";
import {
	connect,
	createKey,
	createOrganisation,
	type Database,
	deposit,
	makeAllowanceBook,
	makeUsageLog,
	readPriceVersions,
	recordPriceVersions,
	UNLIMITED_KEY,
} from "@turnpike/db";
import type { UsageEvent } from "@turnpike/ledger";
import { chargeFromPico, costFromPico, type NanoUsd, nanoUsd } from "@turnpike/money";
import { freshDatabase } from "@turnpike/test-services";
import { PriceVersions } from "../recompute.ts";

/** A UUIDv7 of now. */
export function newId(): string {
	const time = Date.now().toString(16).padStart(12, "0");
	return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const catalog = seedCatalog();
/** Every price version of the seed that prices input and output. */
export const VERSIONS: readonly PriceVersion[] = catalog.models
	.flatMap((model) => model.endpoints)
	.flatMap((endpoint) => endpoint.priceVersions)
	.filter((version) => version.base.input !== undefined && version.base.output !== undefined);

/** A database of its own with the seed's prices, and steps to fund, spend and log. */
export async function openBilling(name: string, versions = VERSIONS) {
	const database = await freshDatabase(name);
	const sql = connect(database.url, { connections: 12 });
	await storeVersions(sql, versions);
	return {
		url: database.url,
		sql,
		log: makeUsageLog(sql, { patienceMs: 10_000 }),
		prices: new PriceVersions((ids) => readPriceVersions(sql, ids)),
		open: (depositNano: bigint) => openAccount(sql, depositNano),
		async close() {
			await sql.end({ timeout: 1 });
			await database.drop();
		},
	};
}

export async function storeVersions(sql: Database, versions: readonly PriceVersion[]): Promise<void> {
	const stored = versions.map((version) => ({
		id: version.id,
		endpointId: version.endpointId,
		effectiveFrom: version.effectiveFrom,
		source: version.source,
		prices: JSON.stringify(serializePriceVersion(version)),
	}));
	await recordPriceVersions(sql, stored);
}

export type BillingWorld = Awaited<ReturnType<typeof openBilling>>;
export type Customer = Awaited<ReturnType<typeof openAccount>>;

/** An organisation with a deposit, a key, and an allowance of a live holder that has all of it. */
async function openAccount(sql: Database, depositNano: bigint) {
	const id = randomUUID();
	const ids = { organisationId: `org_${id}`, projectId: `prj_${id}`, accountId: `acc_${id}` };
	const keyId = `key_${id}`;
	await createOrganisation(sql, { ...ids, id: ids.organisationId, name: "Test", email: undefined }, "test");
	const amount = nanoUsd(depositNano);
	const source = { from: "house:deposits", kind: "payment", source: id, memo: "", actor: "test" } as const;
	await deposit(sql, { transactionId: newId(), accountId: ids.accountId, amount, ...source });
	await createKey(
		sql,
		{
			id: keyId,
			organisationId: ids.organisationId,
			projectId: ids.projectId,
			name: "test",
			label: "tp_…",
			hash: randomBytes(32).toString("hex"),
			pepperVersion: 1,
			...UNLIMITED_KEY,
		},
		"test",
	);
	const book = makeAllowanceBook(sql);
	const holderId = newId();
	const allowanceId = newId();
	await book.register({ holderId, kind: "memory", instance: id });
	const spender = { accountId: ids.accountId, keyId };
	const all = { grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount };
	await book.grant({ holderId, allowanceId, spender, ...all });
	return { ...ids, keyId, holderId, allowanceId, instance: id };
}

/** A generation of a customer's, priced by a version of the seed; `n` chooses the version and the counts. */
export function generationOf(customer: Customer, n: number, overrides: Partial<UsageEvent> = {}): UsageEvent {
	const version = VERSIONS[n % VERSIONS.length];
	if (!version) throw new Error("the seed has no prices");
	const usage = { input: 100 + ((n * 7_919) % 5_000), output: 1 + ((n * 104_729) % 900) };
	const exact = price(usage, version);
	const hold: NanoUsd = overrides.holdNanoUsd ?? nanoUsd(costFromPico(exact) * 2n);
	const full = chargeFromPico(exact);
	const [model = "", provider = ""] = version.endpointId.split("@");
	return {
		generationId: newId(),
		organisationId: customer.organisationId,
		accountId: customer.accountId,
		projectId: customer.projectId,
		keyId: customer.keyId,
		allowanceId: customer.allowanceId,
		status: "completed",
		estimated: false,
		evidence: "provider",
		model,
		provider,
		endpointId: version.endpointId,
		priceVersionId: version.id,
		usage,
		holdNanoUsd: hold,
		chargeNanoUsd: full < hold ? full : hold,
		providerCostNanoUsd: costFromPico(exact),
		format: "chat",
		streamed: false,
		finishReason: "stop",
		upstreamId: "",
		admittedAt: Date.now(),
		ttftMs: 200,
		latencyMs: 900,
		attempts: [],
		memberId: "",
		tags: [],
		requestSha256: "",
		endUser: "",
		app: "",
		...overrides,
	};
}
