/** Characters that all transcripts of a process may have together. */
export class TranscriptRoom {
	#left: number;

	constructor(characters: number) {
		this.#left = characters;
	}

	take(characters: number): boolean {
		if (characters > this.#left) return false;
		this.#left -= characters;
		return true;
	}

	giveBack(characters: number): void {
		this.#left += characters;
	}
}

/** What a reader may lag behind once an answer is too long to be kept from its beginning. */
const WINDOW = 64;

/**
 * What an answer has said so far, from its beginning, so that a retry of the call gets all of it. Texts are kept by
 * reference. An answer that outgrows its bound, or the room there is, is kept no longer: its own reader goes on, and nobody
 * can join it.
 */
export class Transcript {
	readonly #room: TranscriptRoom;
	readonly #most: number;
	#texts: string[] = [];
	/** Which text of the answer the first one kept is. */
	#first = 0;
	#characters = 0;
	#whole = true;

	constructor(room: TranscriptRoom, most: number) {
		this.#room = room;
		this.#most = most;
	}

	/** Whether it still has all that was said. */
	get whole(): boolean {
		return this.#whole;
	}

	/** How many texts there have been. */
	get length(): number {
		return this.#first + this.#texts.length;
	}

	push(text: string): void {
		this.#texts.push(text);
		if (!this.#whole) this.#forgetOld();
		else if (this.#characters + text.length > this.#most || !this.#room.take(text.length)) this.#forgetAll();
		else this.#characters += text.length;
	}

	/** @returns undefined where there is none yet, or none any more. */
	at(position: number): string | undefined {
		return this.#texts[position - this.#first];
	}

	/** Whether a reader at this position has missed something. */
	isBehind(position: number): boolean {
		return position < this.#first;
	}

	/** All that was said; undefined where it is not whole. */
	text(): string | undefined {
		return this.#whole ? this.#texts.join("") : undefined;
	}

	/** Gives its room back. What was said stays for those who hold this. */
	close(): void {
		this.#room.giveBack(this.#characters);
		this.#characters = 0;
	}

	#forgetAll(): void {
		this.#whole = false;
		this.close();
		this.#forgetOld();
	}

	#forgetOld(): void {
		const old = this.#texts.length - WINDOW;
		if (old <= 0) return;
		this.#texts = this.#texts.slice(old);
		this.#first += old;
	}
}
