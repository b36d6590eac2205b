import { Violation } from "./violation.ts";

/** @throws Violation when it does not hold. */
export function demand(invariant: string, holds: boolean, what: string): void {
	if (!holds) throw new Violation(invariant, what);
}
