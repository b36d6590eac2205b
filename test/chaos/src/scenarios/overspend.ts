import { connect, readBalance } from "@turnpike/db";
import { formatUsd, parseUsd } from "@turnpike/money";
import { countOf, numberOf } from "../count/count.ts";
import { countBook } from "../count/count-book.ts";
import { readUsage } from "../count/read-book.ts";
import { type BurstAnswer, burst } from "../load/burst.ts";
import { seedWallets } from "../world/seed.ts";
import { startSplitProcesses } from "../world/split-processes.ts";
import type { World } from "../world/world.ts";
import { countProcesses } from "./load-and-count.ts";
import type { RunScenario } from "./scenario.ts";
import { settle } from "./settle.ts";

const CALLS = 500;
const USD = "0.05";
/** Each call costs about a hundredth of the balance. */
const BODY = JSON.stringify({
	model: "sandbox/lorem",
	max_tokens: 120,
	messages: [{ role: "user", content: "[[slow:2ms]]" }],
});

/** 500 calls at once on five cents, over three APIs: what is there is spent, and nothing more. */
export const overspendScenario: RunScenario = async (setting) => {
	const world = await startSplitProcesses(setting.place, false);
	try {
		return await spendAndCount(world, setting.say);
	} finally {
		await world.end();
	}
};

async function spendAndCount(world: World, say: (line: string) => void): ReturnType<RunScenario> {
	const sql = connect(world.databaseUrl, { connections: 3, applicationName: "chaos" });
	try {
		const plan = { name: "poor", usd: USD, keyLimits: [undefined, undefined] };
		const keys = ((await seedWallets(sql, world.pepper, [plan])).get("poor") ?? []).map((wallet) => wallet.key);
		const calls = Array.from({ length: CALLS }, (_, at) => ({
			api: world.apis[at % world.apis.length] ?? "",
			key: keys[at % keys.length] ?? "",
			body: BODY,
		}));
		const began = performance.now();
		const answers = await burst(calls);
		const tookMs = Math.round(performance.now() - began);
		say(`${CALLS} calls answered in ${tookMs} ms; settling`);
		await world.quiesce();
		const settled = await settle(sql, world);
		await world.stopProcesses();
		const [{ id } = { id: "" }] = await sql<{ id: string }[]>`select id from organisation where name = 'poor'`;
		const balance = await readBalance(sql, id);
		const posted = balance?.posted ?? 0n;
		const paid = [...(await readUsage(sql)).values()].flat().filter((usage) => (usage.posted ?? 0n) > 0n).length;
		const answered = answers.filter((answer) => answer.status === 200).length;
		return {
			counts: [
				...countAnswers(answers),
				numberOf("answers without a debit, or debits without an answer", Math.abs(answered - paid)),
				numberOf("nano-USD spent beyond the balance", Number(posted > parseUsd(USD) ? posted - parseUsd(USD) : 0n)),
				numberOf("rounds in which nothing was affordable", answered === 0 ? 1 : 0),
				...(await countBook(sql)),
				...countProcesses(world),
			],
			figures: {
				calls: CALLS,
				answered,
				"refused 402": answers.filter((answer) => answer.status === 402).length,
				"took ms": tookMs,
				"spent usd": formatUsd(balance?.posted ?? parseUsd("0")),
				"left usd": formatUsd(balance?.available ?? parseUsd("0")),
				"settled after ms": settled.ms,
				"made older to settle": settled.aged,
			},
			recoveries: [],
		};
	} finally {
		await sql.end({ timeout: 2 });
	}
}

function countAnswers(answers: readonly BurstAnswer[]) {
	const show = ({ status, code }: BurstAnswer) => `${status} ${code}`;
	return [
		countOf("5xx answers", answers.filter(({ status }) => status >= 500).map(show)),
		countOf(
			"answers other than 200 and 402",
			answers.filter(({ status }) => status !== 200 && status !== 402).map(show),
		),
	];
}
