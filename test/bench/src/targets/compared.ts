import type { Options } from "../options.ts";
import type { Target } from "./target.ts";

/** Another gateway that someone else started, pointed at the bench's upstream. */
export function compared({ url, key, pid }: NonNullable<Options["compare"]>): Target {
	return {
		name: "compared",
		url: `${url}/chat/completions`,
		key,
		pids: pid === undefined ? [] : [pid],
		backgroundPids: [],
		stop: async () => {},
	};
}
