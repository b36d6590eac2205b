import { connect, readBalance } from "@turnpike/db";
import { formatUsd, type NanoUsd, nanoUsd, parseUsd } from "@turnpike/money";
import { compareCallers } from "../count/compare-callers.ts";
import { type Count, countOf, numberOf } from "../count/count.ts";
import { countBook } from "../count/count-book.ts";
import { type BookedUsage, readUsage } from "../count/read-book.ts";
import { burst } from "../load/burst.ts";
import type { CallRecord } from "../load/call-record.ts";
import { redisIsInstalled } from "../processes/redis-process.ts";
import { seedWallets, type Wallet } from "../world/seed.ts";
import { type Holders, startSplitProcesses, THREE_IN_MEMORY } from "../world/split-processes.ts";
import type { World } from "../world/world.ts";
import { countProcesses } from "./load-and-count.ts";
import type { RunScenario, Setting } from "./scenario.ts";
import { settle } from "./settle.ts";

/** A dollar for a thousand calls, each of which costs about twice that. */
const NANO_A_CALL = 1_000_000n;

/** More calls at once than a balance can pay. */
interface Rush {
	readonly calls: number;
	readonly balance: NanoUsd;
	readonly maxTokens: number;
	readonly holders: Holders;
}

/** 500 calls at once on five cents, over three APIs: what is there is spent, and nothing more. */
export const overspendScenario: RunScenario = (setting) =>
	rush(setting, { calls: 500, balance: parseUsd("0.05"), maxTokens: 120, holders: THREE_IN_MEMORY });

/** 1,000 calls at once on a dollar, over eight APIs that hold in memory and, every other one, in one Redis. */
export const dollarScenario: RunScenario = (setting) => {
	const { calls, instances } = setting.options;
	const [kind, other] = redisIsInstalled() ? (["memory", "redis"] as const) : (["memory", "memory"] as const);
	const holders = Array.from({ length: instances }, (_, at) => (at % 2 === 0 ? kind : other));
	return rush(setting, { calls, balance: nanoUsd(BigInt(calls) * NANO_A_CALL), maxTokens: 480, holders });
};

async function rush(setting: Setting, of: Rush): ReturnType<RunScenario> {
	const world = await startSplitProcesses(setting.place, of.holders);
	try {
		return await spendAndCount(world, of, setting.say);
	} finally {
		await world.end();
	}
}

function bodyOf({ maxTokens }: Rush): string {
	const messages = [{ role: "user", content: "[[slow:2ms]]" }];
	return JSON.stringify({ model: "sandbox/lorem", max_tokens: maxTokens, messages });
}

/** So many calls, one after another at each API in turn, at most: by then what a rush has left is spent. */
const MOST_AFTERWARDS = 200;

/** Calls one by one until one is refused: what is idle at other holders must come back before that. */
async function spendTheRest(world: World, wallets: readonly Wallet[], body: string): Promise<readonly CallRecord[]> {
	const answers: CallRecord[] = [];
	while (answers.length < MOST_AFTERWARDS && answers.at(-1)?.status !== 402) {
		answers.push(...(await burst([nthCall(world, wallets, body, answers.length)])));
	}
	return answers;
}

/** APIs and keys in turn. */
function nthCall({ apis }: World, wallets: readonly Wallet[], body: string, at: number) {
	const [api, wallet] = [apis[at % apis.length], wallets[at % wallets.length]];
	if (api === undefined || !wallet) throw new Error("nobody to call");
	return { api, wallet, body };
}

async function spendAndCount(world: World, of: Rush, say: (line: string) => void): ReturnType<RunScenario> {
	const body = bodyOf(of);
	const sql = connect(world.databaseUrl, { connections: 3, applicationName: "chaos" });
	try {
		const plan = { name: "poor", usd: formatUsd(of.balance), keyLimits: [undefined, undefined] };
		const wallets = (await seedWallets(sql, world.pepper, [plan])).get("poor") ?? [];
		const calls = Array.from({ length: of.calls }, (_, at) => nthCall(world, wallets, body, at));
		const began = performance.now();
		const atOnce = await burst(calls);
		const tookMs = Math.round(performance.now() - began);
		const afterwards = await spendTheRest(world, wallets, body);
		const answers = [...atOnce, ...afterwards];
		say(`${of.calls} calls answered in ${tookMs} ms, and ${afterwards.length} after them; settling`);
		await world.quiesce();
		const settled = await settle(sql, world);
		await world.stopProcesses();
		const [{ id } = { id: "" }] = await sql<{ id: string }[]>`select id from organisation where name = 'poor'`;
		const balance = await readBalance(sql, id);
		const posted = balance?.posted ?? 0n;
		const book = await readUsage(sql);
		const usages = [...book.values()].flat();
		const dearest = usages.reduce((most, { hold }) => (hold > most ? hold : most), 0n);
		const left = balance?.available ?? 0n;
		const answered = answers.filter((answer) => answer.ending === "completed").length;
		return {
			counts: [
				...countAnswers(answers),
				...compareCallers(answers, book),
				countUnanswered(answers, usages),
				numberOf("nano-USD spent beyond the balance", Number(posted > of.balance ? posted - of.balance : 0n)),
				numberOf("calls refused that could have been paid", left >= dearest ? 1 : 0, `${left} nano-USD are left`),
				numberOf("rounds in which nothing was affordable", answered === 0 ? 1 : 0),
				...(await countBook(sql)),
				...countProcesses(world),
			],
			figures: {
				calls: of.calls,
				answered,
				"answered after the rush": afterwards.filter((answer) => answer.ending === "completed").length,
				"refused 402": answers.filter((answer) => answer.status === 402).length,
				"took ms": tookMs,
				"spent usd": formatUsd(nanoUsd(posted)),
				"left usd": formatUsd(nanoUsd(left)),
				"settled after ms": settled.ms,
				"made older to settle": settled.aged,
			},
			recoveries: [],
		};
	} finally {
		await sql.end({ timeout: 2 });
	}
}

function countAnswers(answers: readonly CallRecord[]): Count[] {
	const show = ({ ending, status, code }: CallRecord) => `${ending} ${status} ${code}`;
	return [
		countOf("5xx answers", answers.filter(({ status = 0 }) => status >= 500).map(show)),
		countOf(
			"answers other than a whole one and 402",
			answers.filter(({ ending, status }) => ending !== "completed" && status !== 402).map(show),
		),
	];
}

/** Nothing is killed here: whoever paid has the answer, and whole. */
function countUnanswered(answers: readonly CallRecord[], usages: readonly BookedUsage[]): Count {
	const answered = new Set(answers.filter(({ ending }) => ending === "completed").map((one) => one.generationId));
	const paid = usages.filter(({ generationId, posted = 0n }) => posted > 0n && !answered.has(generationId));
	return countOf(
		"debits without a whole answer",
		paid.map(({ generationId }) => generationId),
	);
}
