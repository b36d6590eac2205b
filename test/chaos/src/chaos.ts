import { startUpstream } from "./load/upstream.ts";
import type { Options, Scenario } from "./options.ts";
import { startKeeper } from "./processes/keep.ts";
import { isRight, type ScenarioReport } from "./report/report.ts";
import { awayScenario } from "./scenarios/away.ts";
import { drainScenario } from "./scenarios/drain.ts";
import { killsScenario } from "./scenarios/kills.ts";
import { dollarScenario, overspendScenario } from "./scenarios/overspend.ts";
import type { RunScenario } from "./scenarios/scenario.ts";
import { stuckScenario } from "./scenarios/stuck.ts";
import { seededRandom } from "./seeded-random.ts";
import { openPlace } from "./world/place.ts";

const SCENARIOS: Readonly<Record<Scenario, RunScenario>> = {
	one: killsScenario("one"),
	split: killsScenario("split"),
	redis: killsScenario("redis"),
	drain: drainScenario,
	overspend: overspendScenario,
	dollar: dollarScenario,
	away: awayScenario,
	stuck: stuckScenario,
};

/** Runs the scenarios one after another. Whatever they started has ended when this settles. */
export async function chaos(
	options: Options,
	signal: AbortSignal,
	say: (line: string) => void,
): Promise<ScenarioReport[]> {
	const keep = startKeeper();
	const reports: ScenarioReport[] = [];
	try {
		for (const scenario of options.scenarios) {
			if (signal.aborted) break;
			const random = seededRandom(options.seed).fork(scenario);
			const upstream = startUpstream(random.fork("upstream"));
			const place = await openPlace(scenario, keep, upstream.url);
			let right = false;
			try {
				const setting = {
					options,
					random,
					place,
					upstream,
					signal,
					say: (line: string) => say(`${scenario}: ${line}`),
				};
				const found = await SCENARIOS[scenario](setting);
				right = isRight({ scenario, ...found }) || signal.aborted;
				reports.push({ scenario, ...found, ...(right ? {} : { kept: place.root }) });
			} finally {
				await upstream.stop();
				if (right && !options.keep) await place.remove();
				else say(`${scenario}: data and logs are in ${place.root}`);
			}
		}
		return reports;
	} finally {
		await keep.end();
	}
}
