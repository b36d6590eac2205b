import { TurnpikeError } from "./turnpike-error.ts";

/** What a caller may be told of anything that was thrown: of our own mistakes nothing but that there was one. */
export function toTurnpikeError(thrown: unknown): TurnpikeError {
	if (thrown instanceof TurnpikeError) return thrown;
	return new TurnpikeError("internal_error", "internal error", { cause: thrown });
}
