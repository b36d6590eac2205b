/** Failed for so long, a delivery is given up. */
export const GIVEN_UP_MS = 24 * 3_600_000;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 2 * 3_600_000;

export interface Attempted {
	/** This one included. */
	readonly attempts: number;
	/** Since the alert was raised. */
	readonly ageMs: number;
}

/** How long a failed delivery waits, twice as long each time; undefined: it is given up. */
export function nextAttempt({ attempts, ageMs }: Attempted): number | undefined {
	if (ageMs >= GIVEN_UP_MS) return undefined;
	return Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
}
