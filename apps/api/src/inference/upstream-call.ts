import { AttemptFailed, type StopReason } from "./attempt-failure.ts";
import type { Deadline, Deadlines } from "./deadlines.ts";

/**
 * One request in flight upstream: who may stop it, and why it was stopped. One controller and one listener per call;
 * deadlines are kept by the process's shared timer.
 */
export class UpstreamCall {
	readonly #controller = new AbortController();
	readonly #caller: AbortSignal;
	readonly #deadlines: Deadlines;
	readonly #watched: Deadline[] = [];
	readonly #onCallerGone = () => this.stop("caller_gone");
	stopped: StopReason | undefined;

	constructor(caller: AbortSignal, deadlines: Deadlines) {
		this.#caller = caller;
		this.#deadlines = deadlines;
		if (caller.aborted) this.stop("caller_gone");
		else caller.addEventListener("abort", this.#onCallerGone);
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	stop(reason: StopReason): void {
		if (this.stopped) return;
		this.stopped = reason;
		this.#controller.abort(new Error(`stopped: ${reason}`));
	}

	/** Stops the call when the time has passed, unless the deadline is moved on. */
	stopAfter(ms: number, reason: StopReason): Deadline {
		const deadline = this.#deadlines.watch(ms, () => this.stop(reason));
		this.#watched.push(deadline);
		return deadline;
	}

	forget(deadline: Deadline): void {
		this.#deadlines.forget(deadline);
	}

	/** Lets go of the caller's signal and all deadlines; the upstream connection itself is left as it is. */
	end(): void {
		this.#caller.removeEventListener("abort", this.#onCallerGone);
		for (const deadline of this.#watched) this.#deadlines.forget(deadline);
	}
}

/** The most of a failed answer's text that is read. */
const MOST_FAILURE_BYTES = 64 * 1024;

/** Reads as much of a failed answer as can say why. */
export async function readFailureText(response: Response): Promise<string> {
	const length = Number(response.headers.get("content-length") ?? 0);
	if (length > MOST_FAILURE_BYTES) {
		response.body?.cancel().catch(() => {});
		return "";
	}
	return (await response.text()).slice(0, MOST_FAILURE_BYTES);
}

/** @throws AttemptFailed `malformed`. */
export function malformed(message: string, status: number): never {
	throw new AttemptFailed({ kind: "malformed", status, message });
}
