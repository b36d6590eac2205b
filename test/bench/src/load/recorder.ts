import { Histogram } from "./histogram.ts";
import type { Outcome } from "./job.ts";

/** Collects what the exchanges of one run did. Times are nanoseconds of the loader's clock. */
export class Recorder {
	readonly #firstByte = new Histogram();
	readonly #end = new Histogram();
	readonly #lateness = new Histogram();
	readonly #errors: Record<string, number> = {};

	sent(dueNs: number, nowNs: number): void {
		this.#lateness.record(nowNs - dueNs);
	}

	completed(dueNs: number, firstByteNs: number, endNs: number): void {
		this.#firstByte.record(firstByteNs - dueNs);
		this.#end.record(endNs - dueNs);
	}

	failed(reason: string): void {
		this.#errors[reason] = (this.#errors[reason] ?? 0) + 1;
	}

	outcome(elapsedNs: number): Outcome {
		return {
			completed: this.#end.count,
			per_second: (this.#end.count * 1e9) / elapsedNs,
			errors: this.#errors,
			first_byte: this.#firstByte.percentiles(),
			end: this.#end.percentiles(),
			lateness: this.#lateness.percentiles(),
		};
	}
}
