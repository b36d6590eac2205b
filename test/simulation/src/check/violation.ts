/** An invariant does not hold. */
export class Violation extends Error {
	override readonly name = "Violation";
	/** M1 to M11, as the root README names them. */
	readonly invariant: string;

	constructor(invariant: string, what: string) {
		super(`${invariant}: ${what}`);
		this.invariant = invariant;
	}
}

/** An error that says which invariant it is about, as the books' own assertions do: M1, where they name none. */
export function violationIn(error: unknown): Violation | undefined {
	if (error instanceof Violation) return error;
	const [, of] = /^(M\d+|the books are wrong): /.exec(error instanceof Error ? error.message : "") ?? [];
	if (of === undefined) return undefined;
	return new Violation(of.startsWith("M") ? of : "M1", String(error));
}

/** What went wrong in a run: the invariant that an error is about, or none that it should have met. */
export function violationOf(error: unknown): Violation {
	return (
		violationIn(error) ?? new Violation("none", error instanceof Error ? (error.stack ?? error.message) : String(error))
	);
}
