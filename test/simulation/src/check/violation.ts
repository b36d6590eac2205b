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
