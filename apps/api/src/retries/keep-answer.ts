import type { Claim } from "@turnpike/replays";
import type { ApiDependencies } from "../dependencies.ts";
import { fingerprintOf, nameOfBody } from "./call-name.ts";
import type { OpenCall } from "./open-call.ts";

/** How long answers are kept: a day for those whose caller named them, else as long as retries come. */
export const NAMED_MS = 24 * 3_600_000;
export const UNNAMED_MS = 10 * 60_000;

type Keeping = Pick<ApiDependencies, "archive" | "inFlight">;

/** When the call ends its answer is kept under this claim, or the claim is given up. A drain waits for that. */
export function keepWhenEnded(
	{ archive, inFlight }: Keeping,
	open: OpenCall,
	claiming: Claim | Promise<Claim | undefined>,
	keptMs: number,
): void {
	// From now on: the call itself is over before its answer is kept, and nobody waits for less than the whole of it.
	const leave = inFlight.enter();
	open.onEnd = async (whole) => {
		try {
			const claim = await claiming;
			if (!claim) return;
			if (whole) await archive.keep(claim, whole(), keptMs);
			else await archive.release(claim);
		} finally {
			leave();
		}
	};
}

/** A call whose caller has gone and that goes on alone: other processes find it from now on. */
export function keepForRetries(
	deps: Keeping & Pick<ApiDependencies, "log">,
	generationId: string,
	open: OpenCall,
): void {
	if (open.onEnd) return;
	const { keyId, call } = open;
	const claiming = fingerprintOf(call).then(async (fingerprint) => {
		const claim = { keyId, name: nameOfBody(fingerprint), generationId };
		const known = await deps.archive.claim({ ...claim, fingerprint, keptMs: UNNAMED_MS });
		// One of several alike that were left is enough.
		return known.kind === "ours" ? claim : undefined;
	});
	const claimed = claiming.catch((error) => {
		deps.log.warn("a call whose caller has gone is not known to other processes", {
			generation_id: generationId,
			error,
		});
		return undefined;
	});
	keepWhenEnded(deps, open, claimed, UNNAMED_MS);
}
