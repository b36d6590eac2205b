/** Why the embedded database cannot be used; the message is a sentence for the person at the terminal. */
export type EmbeddedPostgresProblem =
	| "unsupported_platform"
	| "place_unusable"
	| "already_running"
	| "wrong_version"
	| "init_failed"
	| "start_failed"
	| "login_refused";

export class EmbeddedPostgresError extends Error {
	override readonly name = "EmbeddedPostgresError";
	readonly problem: EmbeddedPostgresProblem;

	constructor(problem: EmbeddedPostgresProblem, message: string, options?: ErrorOptions) {
		super(message, options);
		this.problem = problem;
	}
}
