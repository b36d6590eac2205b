import { connect } from "@turnpike/db";
import { compareCallers } from "../count/compare-callers.ts";
import { countOf, numberOf } from "../count/count.ts";
import { countBook } from "../count/count-book.ts";
import { readUsage } from "../count/read-book.ts";
import type { Ask } from "../load/call-kinds.ts";
import { makeCall } from "../load/make-call.ts";
import { postmasterPid } from "../processes/kill-postmaster.ts";
import { sleep } from "../processes/wait.ts";
import { startOneProcess } from "../world/one-process.ts";
import { seedWallets, type Wallet } from "../world/seed.ts";
import type { World } from "../world/world.ts";
import { countProcesses } from "./load-and-count.ts";
import type { RunScenario, Setting } from "./scenario.ts";

const STREAMS = 60;
/** When the signal comes: every stream has begun and none has ended. */
const SIGNAL_AFTER_MS = 900;

/** SIGTERM in the middle of 60 streams: they all end as they should, and the database stops last. */
export const drainScenario: RunScenario = async (setting) => {
	const world = await startOneProcess(setting.place);
	try {
		return await drainAndCount(setting, world);
	} finally {
		await world.end();
	}
};

async function drainAndCount({ place, random, say }: Setting, world: World): ReturnType<RunScenario> {
	const wallets = await seed(world);
	const [api = ""] = world.apis;
	const calls = Array.from({ length: STREAMS }, (_, at) => {
		const wallet = wallets[at % wallets.length];
		if (!wallet) throw new Error("nobody to call");
		return makeCall(api, wallet, slowStream(random.between(20, 40)));
	});
	await sleep(SIGNAL_AFTER_MS);
	say(`SIGTERM while ${STREAMS} streams run`);
	const signalledAt = performance.now();
	const stopped = world.stopProcesses().then(() => performance.now() - signalledAt);
	const records = await Promise.all(calls);
	const streamsEndedMs = performance.now() - signalledAt;
	const stoppedMs = await stopped;
	const postgresLeft = await postmasterPid(place.dataDir("data"));
	const lent = await world.openBook();
	const sql = connect(lent.url, { connections: 3, applicationName: "chaos" });
	try {
		const book = await readUsage(sql);
		const unfinished = records.filter((record) => record.ending !== "completed");
		return {
			counts: [
				countOf(
					"streams without their [DONE]",
					unfinished.map(({ ending, status, code }) => `${ending} ${status ?? ""} ${code}`),
				),
				numberOf("streams that had ended before the signal", streamsEndedMs < 200 ? STREAMS : 0),
				numberOf("Postgres left running", postgresLeft === undefined ? 0 : 1, `pid ${postgresLeft}`),
				...compareCallers(records, book),
				...(await countBook(sql)),
				...countProcesses(world),
			],
			figures: {
				streams: STREAMS,
				"last stream ended after ms": Math.round(streamsEndedMs),
				"process ended after ms": Math.round(stoppedMs),
			},
			recoveries: [],
		};
	} finally {
		await sql.end({ timeout: 2 });
		await lent.close();
	}
}

async function seed(world: World): Promise<readonly Wallet[]> {
	const sql = connect(world.databaseUrl, { connections: 3, applicationName: "chaos" });
	try {
		const plan = { name: "streams", usd: "10", keyLimits: [undefined, undefined, undefined] };
		return (await seedWallets(sql, world.pepper, [plan])).get("streams") ?? [];
	} finally {
		await sql.end({ timeout: 2 });
	}
}

function slowStream(tokens: number): Ask {
	return {
		kind: "stream",
		path: "/v1/chat/completions",
		body: {
			model: "sandbox/lorem",
			max_tokens: tokens,
			stream: true,
			messages: [{ role: "user", content: "[[slow:100ms]]" }],
		},
		stream: true,
		leaveAfterMs: undefined,
	};
}
