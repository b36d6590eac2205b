import type { ApiDependencies } from "../dependencies.ts";
import { CallerGone } from "../inference/attempt-failure.ts";
import { billingUnavailable } from "../inference/refusal-error.ts";
import type { KnownAnswer } from "./archive.ts";
import type { Audience } from "./audience.ts";
import { answerNotKept, otherCall, StillRunning } from "./repeat-errors.ts";

type Settled<Known> = Exclude<Known, { readonly kind: "running" | "other_call" | "not_kept" }>;

const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/**
 * Asks what is known of a call until nobody is answering it any more.
 *
 * @param waitMs how long whoever asks is willing to wait.
 * @throws TurnpikeError when its answer cannot be given, is not there in time, or the store does not answer; CallerGone when
 * nobody waits any more.
 */
export async function awaitKnown<Known extends KnownAnswer | { readonly kind: "ours" } | undefined>(
	deps: Pick<ApiDependencies, "monotonic">,
	audience: Audience,
	waitMs: number,
	ask: () => Promise<Known>,
): Promise<Settled<Known>> {
	const until = deps.monotonic() + waitMs;
	for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		const known = await ask().catch((error) => {
			throw billingUnavailable(error);
		});
		switch (known?.kind) {
			case "other_call":
				throw otherCall();
			case "not_kept":
				throw answerNotKept(known.generationId);
			case "running":
				break;
			default:
				return known as Settled<Known>;
		}
		if (audience.gone) throw new CallerGone();
		if (deps.monotonic() >= until) throw new StillRunning();
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
}
