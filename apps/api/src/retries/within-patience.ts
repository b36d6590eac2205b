import type { ApiDependencies } from "../dependencies.ts";
import type { Asked } from "./asked.ts";
import { StillRunning } from "./repeat-errors.ts";

/**
 * Answers a caller in the time it has. One whose time is over is told so, before it gives up by itself, and has left like any
 * other: what it asked for goes on where it is billed anyway, is billed, and is there for its retry.
 *
 * @throws what `answer` throws; StillRunning when the time is over.
 */
export function withinPatience(
	{ deadlines }: Pick<ApiDependencies, "deadlines">,
	asked: Asked,
	waitMs: number,
	answer: (asked: Asked) => Promise<Response>,
): Promise<Response> {
	const patience = new AbortController();
	const signal = AbortSignal.any([asked.signal, patience.signal]);
	return new Promise((resolve, reject) => {
		const deadline = deadlines.watch(waitMs, () => {
			reject(new StillRunning());
			patience.abort();
		});
		answer({ ...asked, signal })
			.then(resolve, reject)
			.finally(() => deadlines.forget(deadline));
	});
}
