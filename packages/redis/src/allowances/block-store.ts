import type { Spender } from "@turnpike/ledger";
import type { NanoUsd } from "@turnpike/money";
import type { RedisClient } from "../client/redis-client.ts";
import { asWords } from "../client/reply.ts";
import { evalScript, type Script } from "../client/script.ts";
import { amountText, readAmount } from "./amount-text.ts";
import { BEGIN_CLOSE_SCRIPT, FINISH_CLOSE_SCRIPT, IDLE_BLOCKS_SCRIPT } from "./scripts/close.ts";
import { END_HOLD_SCRIPT, EXPIRE_HOLDS_SCRIPT } from "./scripts/end-hold.ts";
import { EXTEND_SCRIPT } from "./scripts/extend.ts";
import { BEGIN_GIVE_BACK_SCRIPT, FINISH_GIVE_BACK_SCRIPT } from "./scripts/give-back.ts";
import { BEGIN_GRANT_SCRIPT, END_GRANT_SCRIPT } from "./scripts/grant.ts";
import { HOLD_SCRIPT } from "./scripts/hold.ts";
import { RETIRE_SCRIPT } from "./scripts/retire.ts";
import type { Timings } from "./timings.ts";

/** An answer to an attempt at spending. */
export type Attempt =
	| { readonly kind: "held"; readonly allowanceId: string }
	| { readonly kind: "short"; readonly free: NanoUsd }
	/** No live lease: nothing may be spent. */
	| { readonly kind: "lease" }
	/** The hold ended, expired, or was lost with its holder. */
	| { readonly kind: "gone" };

/** A block as it stands while one process has the right to ask for a grant to it. */
export interface Standing {
	readonly kind: "granting";
	readonly allowanceId: string;
	readonly holderId: string;
	readonly granted: NanoUsd;
	readonly free: NanoUsd;
	readonly held: NanoUsd;
	/** Spent in about the last 30 s. */
	readonly recent: NanoUsd;
}

export type GrantStart = Standing | { readonly kind: "busy" | "lease" | "gone" };

/** What is taken out of a block: a new hold of an amount, or a hold that grows to it. */
export interface Claim {
	readonly kind: "take" | "grow";
	readonly holdId: string;
	readonly amount: NanoUsd;
}

/** What came of asking the book for a grant; `failed`: nobody knows. */
export type GrantEnd =
	| { readonly kind: "granted"; readonly granted: NanoUsd; readonly expiresAt: number | undefined }
	| { readonly kind: "refused" | "failed" | "unasked" };

/** What of a block can be given back. */
export type GiveBackStart =
	| { readonly kind: "returning"; readonly returned: NanoUsd }
	| { readonly kind: "nothing" }
	/** A grant is being asked for; what it leaves is there when it has ended. */
	| { readonly kind: "busy" }
	/** A grant ended and nobody knows how. */
	| { readonly kind: "uncertain"; readonly keyId: string };

/** A block that takes no holds any more. */
export interface Closing {
	readonly spent: NanoUsd;
	/** A grant was asked for it, and nobody knows what came of it. */
	readonly unanswered: Unanswered | undefined;
}

/** By whom, for whom, and what the block had been granted before. */
export interface Unanswered {
	readonly holderId: string;
	readonly spender: Spender;
	readonly granted: NanoUsd;
}

/** For so long grants wait for a block to be asked back that was busy. */
const RECALLING_MS = 1_000;

/** At most so many holds or blocks are swept in one go. */
const SWEPT_AT_ONCE = 100;

/**
 * The blocks of credit in Redis, one typed method per script. A pool (one account's key) points at its open block; a
 * block is one allowance, and granted = free + held + spent + returned always.
 */
export class BlockStore {
	readonly #redis: RedisClient;
	readonly #prefix: string;
	readonly #timings: Timings;

	constructor(redis: RedisClient, prefix: string, timings: Timings) {
		this.#redis = redis;
		this.#prefix = prefix;
		this.#timings = timings;
	}

	async hold(spender: Spender, holdId: string, amount: NanoUsd): Promise<Attempt> {
		const keys = [...this.#names("holds", "deadlines", "blocks"), this.#pool(spender)];
		const { stopBeforeEndMs, holdTtlMs } = this.#timings;
		const args = [String(stopBeforeEndMs), holdId, amountText(amount), String(holdTtlMs)];
		return readAttempt(await this.#run(HOLD_SCRIPT, keys, args));
	}

	async extend(holdId: string, amount: NanoUsd): Promise<Attempt> {
		const args = [String(this.#timings.stopBeforeEndMs), holdId, amountText(amount)];
		return readAttempt(await this.#run(EXTEND_SCRIPT, this.#names("holds"), args));
	}

	/** @returns false when there was nothing to end. */
	async endHold(holdId: string, charge: NanoUsd): Promise<boolean> {
		const keys = this.#names("holds", "deadlines", "blocks");
		const [word] = await this.#run(END_HOLD_SCRIPT, keys, [holdId, amountText(charge)]);
		return word === "ended";
	}

	/** @returns the ids of holds that were given up. */
	expireHolds(): Promise<readonly string[]> {
		return this.#run(EXPIRE_HOLDS_SCRIPT, this.#names("holds", "deadlines", "blocks"), [String(SWEPT_AT_ONCE)]);
	}

	/** @param allowanceId "" for the pool's current block, or a new one under `newId` */
	async beginGrant(spender: Spender, allowanceId: string, newId: string, token: string): Promise<GrantStart> {
		const keys = [this.#pool(spender), ...this.#names("blocks", `account:${spender.accountId}`)];
		const { stopBeforeEndMs, grantMs } = this.#timings;
		const args = [String(stopBeforeEndMs), allowanceId, newId, token, String(grantMs), spender.accountId];
		const [word, id = "", holderId = "", ...amounts] = await this.#run(BEGIN_GRANT_SCRIPT, keys, args);
		if (word === "busy" || word === "lease" || word === "gone") return { kind: word };
		const [granted, free, held, recent] = amounts;
		return {
			kind: "granting",
			allowanceId: id,
			holderId,
			granted: readAmount(granted),
			free: readAmount(free),
			held: readAmount(held),
			recent: readAmount(recent),
		};
	}

	/** Ends a grant, and takes what it was asked for. @returns the script's word, see `END_GRANT_SCRIPT`. */
	async endGrant(allowanceId: string, token: string, end: GrantEnd, claim?: Claim): Promise<string> {
		const { stopBeforeEndMs, holdTtlMs } = this.#timings;
		const granted = end.kind === "granted" ? [amountText(end.granted), String(end.expiresAt ?? "")] : ["", ""];
		const taken = claim ? [claim.kind, claim.holdId, amountText(claim.amount)] : ["", "", "0"];
		const args = [String(stopBeforeEndMs), allowanceId, token, end.kind, ...granted, ...taken, String(holdTtlMs)];
		const [word = ""] = await this.#run(END_GRANT_SCRIPT, this.#names("holds", "deadlines", "blocks"), args);
		return word;
	}

	/** @returns what is known of a block that is now closing, undefined when it is in use or no more. */
	async beginClose(allowanceId: string, unusedMs: number): Promise<Closing | undefined> {
		const args = [allowanceId, `${this.#prefix}account:`, String(unusedMs)];
		const [word, spent, ...unanswered] = await this.#run(BEGIN_CLOSE_SCRIPT, this.#names("blocks"), args);
		return word === "closing" ? { spent: readAmount(spent), unanswered: readUnanswered(unanswered) } : undefined;
	}

	async finishClose(allowanceId: string): Promise<void> {
		await this.#run(FINISH_CLOSE_SCRIPT, this.#names("blocks"), [allowanceId, `${this.#prefix}account:`]);
	}

	/** @returns blocks that look unused; [] while another process is looking. */
	idleBlocks(): Promise<readonly string[]> {
		const { idleMs, sweepEveryMs } = this.#timings;
		const args = [String(idleMs), String(SWEPT_AT_ONCE), String(sweepEveryMs)];
		return this.#run(IDLE_BLOCKS_SCRIPT, this.#names("blocks", "sweeping"), args);
	}

	async allBlocks(): Promise<readonly string[]> {
		return asWords(await this.#redis.command("ZRANGE", `${this.#prefix}blocks`, "0", "-1"));
	}

	async blocksOf(accountId: string): Promise<readonly string[]> {
		return asWords(await this.#redis.command("SMEMBERS", `${this.#prefix}account:${accountId}`));
	}

	async beginGiveBack(allowanceId: string): Promise<GiveBackStart> {
		const [word, detail = ""] = await this.#run(BEGIN_GIVE_BACK_SCRIPT, [], [allowanceId, String(RECALLING_MS)]);
		if (word === "returning") return { kind: word, returned: readAmount(detail) };
		if (word === "uncertain") return { kind: word, keyId: detail };
		return { kind: word === "busy" ? word : "nothing" };
	}

	async finishGiveBack(allowanceId: string, returned: NanoUsd): Promise<void> {
		await this.#run(FINISH_GIVE_BACK_SCRIPT, [], [allowanceId, amountText(returned)]);
	}

	/** No new holds are taken from a block of which something is held or free. */
	async retire(allowanceId: string): Promise<void> {
		await this.#run(RETIRE_SCRIPT, this.#names("blocks"), [allowanceId]);
	}

	/** @returns true for the one process whose turn it is to do something this often. */
	async takeTurn(name: string, everyMs: number): Promise<boolean> {
		const reply = await this.#redis.command("SET", `${this.#prefix}turn:${name}`, "1", "NX", "PX", String(everyMs));
		return reply === "OK";
	}

	#pool({ accountId, keyId }: Spender): string {
		return `${this.#prefix}pool:${accountId}:${keyId}`;
	}

	#names(...names: readonly string[]): string[] {
		return names.map((name) => this.#prefix + name);
	}

	async #run(script: Script, keys: readonly string[], args: readonly string[]): Promise<readonly string[]> {
		const allKeys = [`${this.#prefix}holder`, ...keys];
		return asWords(await evalScript(this.#redis, script, allKeys, [`${this.#prefix}block:`, ...args]));
	}
}

function readAttempt([word, detail = ""]: readonly string[]): Attempt {
	if (word === "held") return { kind: "held", allowanceId: detail };
	if (word === "short") return { kind: "short", free: readAmount(detail) };
	if (word === "lease" || word === "gone") return { kind: word };
	throw new TypeError(`an unknown answer of a script: ${word}`);
}

function readUnanswered([holderId, accountId = "", keyId = "", granted]: readonly string[]): Unanswered | undefined {
	return holderId === undefined ? undefined : { holderId, spender: { accountId, keyId }, granted: readAmount(granted) };
}
