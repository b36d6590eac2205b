import type { Target } from "./target.ts";
import type { Upstream } from "./upstream.ts";

/** The upstream itself: what a call costs without any gateway. */
export function direct(upstream: Upstream): Target {
	return {
		name: "direct",
		url: `${upstream.base}/v1/chat/completions`,
		key: "none",
		pids: [],
		backgroundPids: [],
		stop: async () => {},
	};
}
