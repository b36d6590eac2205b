import { knowDigests, SCRIPTS } from "@turnpike/redis/scripts";

/**
 * Makes the first run like all others. Digests of scripts are made on another thread and kept: the one thing in production
 * code that takes real time.
 */
export function prepare(): Promise<void> {
	return knowDigests(SCRIPTS, "");
}

/** Resolves when everything that can run has run. */
export function settle(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
