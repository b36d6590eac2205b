import type { Allowances, Hold } from "@turnpike/ledger";
import type { NanoUsd } from "@turnpike/money";
import { affordableTokens, type Need, priceOfMore, STREAM_HOLD_TOKENS } from "./needs.ts";

/** The hold is extended while at least this many held tokens are left: an extension may take a round trip. */
const MARGIN_TOKENS = 1_024;

/** Keeps a stream's hold ahead of what it has produced. */
export class HoldKeeper {
	readonly #allowances: Allowances;
	readonly #hold: Hold;
	readonly #need: Need;
	readonly #ceiling: NanoUsd | undefined;
	#heldTokens: number;
	#extending: Promise<void> | undefined;
	#exhausted = false;

	/** @param ceiling the most the generation may cost, where its caller set that. */
	constructor(allowances: Allowances, hold: Hold, need: Need, ceiling: NanoUsd | undefined) {
		this.#allowances = allowances;
		this.#hold = hold;
		this.#need = need;
		this.#ceiling = ceiling;
		this.#heldTokens = need.heldTokens;
	}

	/**
	 * Extends in the background while there is room, and waits only when the hold is used up.
	 *
	 * @returns false when the stream has used what it has and cannot get more: it must end.
	 */
	keepAhead(tokens: number): boolean | Promise<boolean> {
		if (this.#heldTokens >= this.#need.outputTokens) return true;
		if (tokens + MARGIN_TOKENS > this.#heldTokens && !this.#exhausted) this.#extending ??= this.#extend();
		if (tokens < this.#heldTokens) return true;
		return this.#exhausted ? false : this.#waitForMore(tokens);
	}

	async #waitForMore(tokens: number): Promise<boolean> {
		while (tokens >= this.#heldTokens && this.#heldTokens < this.#need.outputTokens) {
			if (this.#exhausted) return false;
			this.#extending ??= this.#extend();
			await this.#extending;
		}
		return true;
	}

	async #extend(): Promise<void> {
		const most = Math.min(this.#need.outputTokens, this.#mostAllowed());
		const more = Math.min(STREAM_HOLD_TOKENS, most - this.#heldTokens);
		const by = priceOfMore(this.#need, this.#heldTokens, more);
		const allowed = more > 0 && (this.#ceiling === undefined || this.#hold.amount + by <= this.#ceiling);
		const extended = allowed && this.#hold.state === "held" && (await this.#ask(by));
		if (extended) this.#heldTokens += more;
		else this.#exhausted = true;
		this.#extending = undefined;
	}

	/** How many output tokens its caller lets it cost. */
	#mostAllowed(): number {
		return this.#ceiling === undefined ? Number.POSITIVE_INFINITY : affordableTokens(this.#need, this.#ceiling);
	}

	/** A store that cannot be asked grants nothing: the stream goes on with what it has. */
	async #ask(by: NanoUsd): Promise<boolean> {
		try {
			return await this.#allowances.extend(this.#hold, by);
		} catch {
			return false;
		}
	}
}
