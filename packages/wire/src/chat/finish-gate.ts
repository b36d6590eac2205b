import { type JsonRecord, numberOf, recordsOf } from "../json/record.ts";

/** The choices a chunk speaks of, and those it finishes. */
function choicesOf(chunk: JsonRecord | undefined): { readonly all: number[]; readonly finished: number[] } {
	const choices = recordsOf(chunk?.choices).map((choice, at) => ({ index: numberOf(choice.index) ?? at, choice }));
	const finished = choices.filter(({ choice }) => typeof choice.finish_reason === "string");
	return { all: choices.map(({ index }) => index), finished: finished.map(({ index }) => index) };
}

/**
 * Holds back the frame that finishes a stream, and whatever trails behind it. With several choices only the last finish
 * ends the stream: an earlier one goes on as soon as another choice has more to say.
 */
export class FinishGate {
	private finish: string | undefined;
	private trailing: string[] = [];
	private readonly finished = new Set<number>();

	get closed(): boolean {
		return this.finish !== undefined;
	}

	/** The frame that finished, where nothing trails behind it. */
	get only(): string | undefined {
		return this.trailing.length === 0 ? this.finish : undefined;
	}

	/** Holds a frame that finishes a choice. @returns the frames held before it */
	hold(frame: string, chunk: JsonRecord | undefined): string[] {
		const released = this.release();
		for (const index of choicesOf(chunk).finished) this.finished.add(index);
		this.finish = frame;
		return released;
	}

	/** A frame that came after a finish: held too, unless it belongs to a choice that goes on. @returns what may go */
	follow(frame: string, chunk: JsonRecord | undefined): string[] {
		if (choicesOf(chunk).all.every((index) => this.finished.has(index))) {
			this.trailing.push(frame);
			return [];
		}
		return [...this.release(), frame];
	}

	/** Opens the gate. @returns the frame that finished, if one is held, and what trailed behind it */
	release(): string[] {
		const held = this.finish === undefined ? [] : [this.finish, ...this.trailing];
		this.finish = undefined;
		this.trailing = [];
		return held;
	}
}
