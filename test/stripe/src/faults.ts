export interface Fault {
	/** `POST /v1/payment_intents`: its beginning. */
	readonly on: string;
	/** `before`: nothing is carried out. `after`: it is, and the caller does not learn of it. */
	readonly when: "before" | "after";
	/** What the caller sees: a broken connection, silence, or a status. */
	readonly shows: "reset" | "silence" | 409 | 429 | 500 | 503;
	/** How many calls; 1 unless said otherwise. */
	readonly times?: number;
}

/** What goes wrong on the way: each fault once, in the order in which they were asked for. */
export class Faults {
	#waiting: { fault: Fault; left: number }[] = [];

	next(fault: Fault): void {
		this.#waiting.push({ fault, left: fault.times ?? 1 });
	}

	clear(): void {
		this.#waiting = [];
	}

	take(call: string): Fault | undefined {
		const found = this.#waiting.find(({ fault, left }) => left > 0 && call.startsWith(fault.on));
		if (found) found.left -= 1;
		return found?.fault;
	}
}
