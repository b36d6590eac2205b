import type { UpstreamFailure, Usage } from "@turnpike/wire";

/** An attempt that did not begin to answer; another endpoint may. */
export class AttemptFailed extends Error {
	override readonly name = "AttemptFailed";
	readonly failure: UpstreamFailure;
	/** What it says it used all the same: its provider bills us for it. */
	readonly billed: Usage | undefined;

	constructor(failure: UpstreamFailure, billed?: Usage) {
		super(failure.message);
		this.failure = failure;
		this.billed = billed;
	}
}

/** Everybody who waited has closed the connection: nobody reads what is said from here on. */
export class CallerGone extends Error {
	override readonly name = "CallerGone";
}

/** Why we closed an upstream connection ourselves. */
export type StopReason =
	| "caller_gone"
	| "superseded"
	| "first_byte"
	| "idle"
	| "total"
	| "drained_enough"
	| "cut"
	| "finished";

/** Whether it was closed because nobody waits for it any more. */
export function isForNobody(stopped: StopReason | undefined): boolean {
	return stopped === "caller_gone" || stopped === "superseded" || stopped === "drained_enough";
}

/** What an abort or a broken connection says of an attempt. */
export function failureOf(error: unknown, stopped: StopReason | undefined): UpstreamFailure {
	if (error instanceof AttemptFailed) return error.failure;
	switch (stopped) {
		case "first_byte":
			return { kind: "timeout", status: undefined, message: "no first byte in time" };
		case "idle":
			return { kind: "timeout", status: undefined, message: "the answer stalled" };
		case "total":
			return { kind: "timeout", status: undefined, message: "the answer took longer than a call may" };
		default:
			return { kind: "connection", status: undefined, message: "the connection failed" };
	}
}
