import type { Limits } from "@turnpike/limits";
import { TurnpikeError } from "@turnpike/wire";

/** What may be tried only so often in a minute. */
export interface Attempt {
	/** By whom, or for whom: `auth /sign-in/email from 10.0.0.1`. */
	readonly name: string;
	readonly perMinute: number;
	/** Names this attempt. */
	readonly id: string;
}

/** Counts an attempt. @throws TurnpikeError 429 when there were too many, 503 when that cannot be found out. */
export async function slowDown(limits: Limits, { name, perMinute, id }: Attempt): Promise<void> {
	const asked = Promise.resolve(limits.admit({ keyId: name, requestsPerMinute: perMinute, permitId: id }));
	const admission = await asked.catch(limitsAway);
	if (!("refused" in admission)) return;
	throw new TurnpikeError("rate_limit_exceeded", "Too many attempts. Wait a moment and try again.", {
		retryAfterSeconds: Math.ceil(admission.retryAfterMs / 1_000),
	});
}

function limitsAway(cause: unknown): never {
	const message = "Attempts cannot be counted at the moment; try again shortly.";
	throw new TurnpikeError("overloaded", message, { retryAfterSeconds: 2, cause });
}
