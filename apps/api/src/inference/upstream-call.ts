import { AttemptFailed, type StopReason } from "./attempt-failure.ts";
import type { Deadline, Deadlines } from "./deadlines.ts";

/** One request in flight upstream, and why it was stopped. Its deadlines are kept by the process's shared timer. */
export class UpstreamCall {
	readonly #controller = new AbortController();
	readonly #deadlines: Deadlines;
	readonly #watched: Deadline[] = [];
	stopped: StopReason | undefined;

	constructor(deadlines: Deadlines) {
		this.#deadlines = deadlines;
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

	/** Lets go of all deadlines; the upstream connection itself is left as it is. */
	end(): void {
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
