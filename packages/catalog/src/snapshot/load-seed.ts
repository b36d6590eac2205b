import seedFile from "../../data/seed.json" with { type: "json" };
import { type LoadedSeed, parseSeed } from "./parse-seed.ts";

/** The seed this package carries. */
export function loadSeed(): LoadedSeed {
	return parseSeed(seedFile);
}
