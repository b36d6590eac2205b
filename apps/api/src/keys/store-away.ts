import { TurnpikeError } from "@turnpike/wire";

/** A key that cannot be looked up may be good: never a 401. */
export function storeAway(cause: unknown): TurnpikeError {
	const message = "Keys cannot be checked at the moment; your key may well be good. Try again shortly.";
	return new TurnpikeError("overloaded", message, { retryAfterSeconds: 2, cause });
}
