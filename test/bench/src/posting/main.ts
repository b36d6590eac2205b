/**
 * How many generations a second one billing worker settles for one account. Arguments: a migrated database's URL, and how
 * many. They are written first, as the API writes them; then the worker starts. Prints one `PostingSpeed` as JSON.
 */
import { makePricesKnown } from "@turnpike/api";
import { startBilling } from "@turnpike/billing";
import { type PriceVersion, price, seedCatalog } from "@turnpike/catalog";
import { connect, makeAllowanceBook, makeUsageLog, readBalance } from "@turnpike/db";
import type { UsageEvent } from "@turnpike/ledger";
import { chargeFromPico, costFromPico, nanoUsd } from "@turnpike/money";
import { ids, openAccount } from "../books/open-account.ts";
import type { PostingSpeed } from "./posting-speed.ts";

/** As many as write at once. */
const WRITTEN_TOGETHER = 2_000;
const GRANT = nanoUsd(50_000_000_000_000n);
const OPEN_ENDPOINTS = 8;

const [databaseUrl = "", count = ""] = process.argv.slice(2);
const sql = connect(databaseUrl, { connections: 12 });
const catalog = seedCatalog();
await makePricesKnown(sql, catalog);
const versions = catalog.models
	.flatMap((model) => model.endpoints)
	.flatMap((endpoint) => endpoint.priceVersions)
	.filter((version) => version.base.input !== undefined && version.base.output !== undefined)
	.slice(0, OPEN_ENDPOINTS);

// Warm: connections, prepared statements, the JIT. What counts is an account of its own.
await settle(await writeUsage(WRITTEN_TOGETHER));
const written = await writeUsage(Number(count));
await sql.unsafe("vacuum analyze usage_event").simple();
console.log(JSON.stringify(await settle(written)));
await sql.end({ timeout: 5 });
process.exit(0);

/** Durable usage of a fresh account, none of it posted. */
async function writeUsage(generations: number) {
	const account = await openAccount(sql);
	const [holderId, allowanceId] = [ids.uuid(), ids.uuid()];
	const book = makeAllowanceBook(sql);
	await book.register({ holderId, kind: "memory", instance: "" });
	const { accountId, keyId } = account;
	await book.grant({
		holderId,
		allowanceId,
		spender: { accountId, keyId },
		grantedBefore: nanoUsd(0n),
		atLeast: GRANT,
		wanted: GRANT,
	});
	const log = makeUsageLog(sql, { patienceMs: 30_000 });
	let due = 0n;
	for (let from = 0; from < generations; from += WRITTEN_TOGETHER) {
		const events = Array.from({ length: Math.min(WRITTEN_TOGETHER, generations - from) }, (_, n) =>
			generationOf(account, allowanceId, versionOf(from + n), from + n),
		);
		due += events.reduce((sum, event) => sum + event.chargeNanoUsd, 0n);
		await Promise.all(events.map((event) => log.append(event)));
	}
	return { organisationId: account.organisationId, generations, due };
}

async function settle({
	organisationId,
	generations,
	due,
}: Awaited<ReturnType<typeof writeUsage>>): Promise<PostingSpeed> {
	const cpuBefore = process.cpuUsage();
	const began = performance.now();
	let lastPosted = began;
	const billing = startBilling({
		sql,
		newId: ids.uuid,
		onPosted: () => {
			lastPosted = performance.now();
		},
		onReaped: () => {},
		onWithdrawn: () => {},
		onTrouble: (what, error) => console.error(what, error),
	});
	await billing.settle();
	// What follows are the finer rollups.
	const seconds = (lastPosted - began) / 1_000;
	const { user, system } = process.cpuUsage(cpuBefore);
	await billing.stop();
	const balance = await readBalance(sql, organisationId);
	return {
		generations,
		seconds,
		per_second: generations / seconds,
		worker_cpu_us: (user + system) / generations,
		posted_share: Number(balance?.posted ?? 0n) / Number(due),
	};
}

function versionOf(n: number): PriceVersion {
	const version = versions[n % versions.length];
	if (version === undefined) throw new Error("the seed has no prices");
	return version;
}

function generationOf(
	account: Awaited<ReturnType<typeof openAccount>>,
	allowanceId: string,
	version: PriceVersion,
	n: number,
): UsageEvent {
	const usage = { input: 100 + ((n * 7_919) % 5_000), output: 1 + ((n * 104_729) % 900) };
	const exact = price(usage, version);
	const [model = "", provider = ""] = version.endpointId.split("@");
	return {
		...account,
		generationId: ids.uuid(),
		allowanceId,
		status: "completed",
		estimated: false,
		evidence: "provider",
		model,
		provider,
		endpointId: version.endpointId,
		priceVersionId: version.id,
		usage,
		holdNanoUsd: nanoUsd(costFromPico(exact) * 2n),
		chargeNanoUsd: chargeFromPico(exact),
		providerCostNanoUsd: costFromPico(exact),
		requestSha256: "5a".repeat(32),
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
		endUser: "",
		app: "",
	};
}
