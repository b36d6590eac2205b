import type { Upstream } from "../load/upstream.ts";
import type { Options } from "../options.ts";
import type { ScenarioReport } from "../report/report.ts";
import type { Random } from "../seeded-random.ts";
import type { Place } from "../world/place.ts";

/** What a scenario is given. */
export interface Setting {
	readonly options: Options;
	/** Follows from the seed and the scenario's name. */
	readonly random: Random;
	readonly place: Place;
	readonly upstream: Upstream;
	/** Says how far it is. */
	readonly say: (line: string) => void;
	/** Aborted when the run is to end early. */
	readonly signal: AbortSignal;
}

export type RunScenario = (setting: Setting) => Promise<Omit<ScenarioReport, "scenario" | "kept">>;
