import { connect, type Database } from "@turnpike/db";
import { compareCallers, compareUpstream, countBrokenOff } from "../count/compare-callers.ts";
import { type Count, countOf, numberOf } from "../count/count.ts";
import { countBook } from "../count/count-book.ts";
import { readUsage } from "../count/read-book.ts";
import { PROBE } from "../load/call-kinds.ts";
import type { CallRecord } from "../load/call-record.ts";
import { startCallers } from "../load/callers.ts";
import { makeCall } from "../load/make-call.ts";
import type { Recovery } from "../report/report.ts";
import { PLANS, seedWallets, type Wallet } from "../world/seed.ts";
import type { World } from "../world/world.ts";
import type { RunScenario, Setting } from "./scenario.ts";
import { settle } from "./settle.ts";

/** What a scenario is about, done to a world under load. */
export interface Disturbance {
	/** Whether APIs die of it: if none does, no call may break off. */
	readonly killsApis: boolean;
	/** The load ends, and the counting begins, when it settles. */
	readonly happen: (sql: Database, probe: Probe) => Promise<readonly Recovery[]>;
}

/** Makes the cheapest call there is, counted as all others are. */
export type Probe = (api: string) => Promise<CallRecord>;

/** Load on a world that is disturbed, then everything there is to count. */
export async function loadAndCount(
	setting: Setting,
	world: World,
	{ killsApis, happen }: Disturbance,
): ReturnType<RunScenario> {
	const { options, random, say } = setting;
	const sql = connect(world.databaseUrl, { connections: 3, applicationName: "chaos" });
	try {
		const { prober, spenders } = walletsOf(await seedWallets(sql, world.pepper, PLANS));
		const callers = startCallers(random.fork("callers"), options.callers, world.apis, spenders);
		const probes: CallRecord[] = [];
		const recoveries = await happen(sql, async (api) => {
			const record = await makeCall(api, prober, PROBE);
			probes.push(record);
			return record;
		});
		await callers.stop();
		say(`${callers.records.length} calls made; settling`);
		await world.quiesce();
		const settled = await settle(sql, world);
		await world.stopProcesses();
		const calls = [...callers.records, ...probes];
		const { counts, generations } = await countAll(setting, world, calls);
		const unanswered = recoveries.filter((one) => one.answeredAfterMs === null).map((one) => one.victim);
		return {
			counts: [
				...counts,
				...(killsApis ? [] : [countBrokenOff(calls)]),
				...countProcesses(world),
				countOf("kills not recovered from", unanswered),
			],
			figures: {
				...figuresOf(callers.records),
				generations,
				"settled after ms": settled.ms,
				"made older to settle": settled.aged,
				"starts that failed": world.processes.reduce((total, one) => total + one.failedStarts, 0),
			},
			recoveries,
		};
	} finally {
		await sql.end({ timeout: 2 });
	}
}

function walletsOf(wallets: ReadonlyMap<string, readonly Wallet[]>) {
	const prober = wallets.get("probe")?.[0];
	if (!prober) throw new Error("nobody to probe with");
	const spenders = [...wallets].filter(([name]) => name !== "probe").flatMap(([, of]) => of);
	return { prober, spenders };
}

async function countAll(
	{ upstream }: Setting,
	world: World,
	calls: readonly CallRecord[],
): Promise<{ readonly counts: readonly Count[]; readonly generations: number }> {
	const lent = await world.openBook();
	const sql = connect(lent.url, { connections: 3, applicationName: "chaos" });
	try {
		const book = await readUsage(sql);
		const counts = [
			...compareCallers(calls, book),
			...compareUpstream(upstream.served, book),
			...(await countBook(sql)),
		];
		return { counts, generations: book.size };
	} finally {
		await sql.end({ timeout: 2 });
		await lent.close();
	}
}

/** What processes did that nobody asked them to. */
export function countProcesses(world: World): Count[] {
	const codes = world.processes.flatMap((one) => one.exitCodes.map((code) => ({ name: one.name, code })));
	const unclean = codes
		.filter(({ code }) => code !== 0)
		.map(({ name, code }) => `${name} exited with ${code ?? "a signal"}`);
	return [
		countOf(
			"processes that ended by themselves",
			world.processes.flatMap((one) => one.crashes),
		),
		countOf("stops that were not clean", unclean),
		numberOf("processes never stopped", world.processes.filter((one) => one.exitCodes.length === 0).length),
	];
}

function figuresOf(calls: readonly CallRecord[]): Record<string, number> {
	const figures: Record<string, number> = { calls: calls.length };
	for (const { ending, status } of calls) {
		const name = ending === "refused" ? `refused ${status}` : ending.replaceAll("_", " ");
		figures[name] = (figures[name] ?? 0) + 1;
	}
	return figures;
}
