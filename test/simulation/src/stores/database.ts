import {
	type EntryLine,
	HOUSE,
	type ParkedEvent,
	type Posting,
	type PostingInput,
	type UsageEvent,
} from "@turnpike/ledger";
import { MemoryBook } from "@turnpike/ledger/memory-book";
import { nanoUsd } from "@turnpike/money";
import type { UsageRecord } from "@turnpike/redis";
import type { Server } from "../engine/network.ts";
import { EPOCH_MS } from "../engine/process.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { Parts, StoreRules } from "../world/parts.ts";
import { Entries } from "./entries.ts";
import { Purchases } from "./purchases.ts";

/** A generation's row in `usage_event`. */
export interface UsageRow {
	event: UsageEvent;
	transactionId: string | undefined;
	posted: bigint;
	overrun: bigint;
	parked: string | undefined;
	/** Its allowance had ended when it was posted. */
	late: boolean;
	/** It was charged less than was due, though its allowance, its account and its budgets had more. */
	spared: boolean;
}

interface Withdrawal {
	readonly event: UsageEvent | undefined;
	done: boolean;
}

/** What one posting of an account is decided on. */
export type Decide = (input: Omit<PostingInput, "recompute">) => Posting;

const LEASE_MS = 30_000;
const HOUR_MS = 3_600_000;

/**
 * The database: every method is one transaction, all of it or nothing. Accounts, allowances, budgets, leases and recalls are
 * `MemoryBook`, which passes the suite that Postgres passes; usage, checkpoints, withdrawals and entries are kept here as the
 * statements of packages/db keep them.
 */
export class Database implements Server {
	readonly name = "postgres";
	readonly resends = false;
	up = true;
	stuckUntil = 0;
	readonly ledger: MemoryBook;
	readonly entries = new Entries();
	readonly purchases: Purchases;
	readonly usage = new Map<string, UsageRow>();
	readonly checkpoints = new Map<string, UsageEvent>();
	readonly withdrawals = new Map<string, Withdrawal>();
	/** Records that nobody can read. */
	readonly unreadable = new Set<string>();
	/** Nano-USD by hour, key and model. */
	readonly rollups = new Map<string, bigint>();
	readonly now: () => number;
	readonly #rules: StoreRules;

	constructor(timeline: Timeline, rules: StoreRules, book: Parts["bookings"]) {
		this.#rules = rules;
		this.now = () => Math.floor(EPOCH_MS + timeline.now);
		this.ledger = new MemoryBook({ now: this.now, leaseMs: LEASE_MS });
		this.purchases = new Purchases(this.entries, this.ledger, book);
	}

	deposit(accountId: string, amount: bigint, source: string): void {
		const lines = [
			{ accountId, amount: nanoUsd(amount) },
			{ accountId: HOUSE.deposits, amount: nanoUsd(-amount) },
		];
		if (this.entries.write(source, lines)) this.ledger.deposit(accountId, amount);
	}

	/** A refund or a dispute: what is not available of it becomes debt. */
	takeBack(accountId: string, amount: bigint, source: string): void {
		const lines = [
			{ accountId, amount: nanoUsd(-amount) },
			{ accountId: HOUSE.deposits, amount: nanoUsd(amount) },
		];
		if (this.entries.write(source, lines)) this.ledger.takeBack(accountId, amount);
	}

	/** `insert … on conflict do nothing`, and the end of its checkpoint. */
	append(event: UsageEvent): void {
		this.checkpoints.delete(event.generationId);
		this.#insert(event);
	}

	/** One that comes behind its final record stays, until the reaper clears it. */
	checkpoint(event: UsageEvent): void {
		this.checkpoints.set(event.generationId, event);
	}

	/** Takes over what the second log had: all of it or nothing. */
	takeOver(records: readonly UsageRecord[]): void {
		for (const record of records) {
			switch (record.kind) {
				case "final":
					this.append(record.event);
					break;
				case "checkpoint":
					if (!this.usage.has(record.event.generationId)) this.checkpoint(record.event);
					break;
				case "withdrawal":
					this.requestWithdrawal(record.event);
					break;
				case "poison":
					this.unreadable.add(record.raw);
			}
		}
	}

	requestWithdrawal(event: UsageEvent): void {
		if (!this.withdrawals.has(event.generationId)) this.withdrawals.set(event.generationId, { event, done: false });
	}

	/** Accounts with usage to post. */
	accountsToPost(): string[] {
		const waiting = [...this.usage.values()].filter(isUnposted).map(({ event }) => event.accountId);
		return [...new Set(waiting)].sort();
	}

	/** @returns how many were posted. */
	post(accountId: string, transactionId: string, most: number, decide: Decide): number {
		const rows = [...this.usage.values()].filter((row) => isUnposted(row) && row.event.accountId === accountId);
		const events = rows.slice(0, most).map(({ event }) => event);
		if (events.length === 0) return 0;
		const states = events.map(({ allowanceId }) => this.ledger.stateOf(allowanceId));
		const allowances = new Map(states.flatMap((state) => (state ? [[state.allowanceId, state]] : [])));
		const available = nanoUsd(this.ledger.available(accountId));
		const posting = decide({ accountId, available, events, allowances });
		this.#write(transactionId, posting, allowances);
		return posting.generations.length;
	}

	/** Makes generations free whose withdrawal was asked for. */
	withdraw(): void {
		for (const [id, withdrawal] of this.withdrawals) {
			const event = withdrawal.event ?? this.usage.get(id)?.event ?? this.checkpoints.get(id);
			if (withdrawal.done || !event) continue;
			withdrawal.done = true;
			this.checkpoints.delete(id);
			this.#insert(event);
			const row = this.usage.get(id);
			if (row?.transactionId === undefined) this.#free(id, event);
			else this.#giveBack(id, row);
		}
	}

	/** Gives up holders that were lost, and returns what ended allowances have left. */
	reap(graceMs: number, closedGraceMs: number): void {
		if (!this.#rules.reaps) return;
		for (const holderId of this.ledger.overdueHolders(graceMs)) this.ledger.giveUp(holderId);
		for (const [id, event] of this.checkpoints) {
			if (!this.ledger.isOver(event.allowanceId, closedGraceMs)) continue;
			this.checkpoints.delete(id);
			this.#insert(event);
		}
		const unposted = [...this.usage.values()].filter(isUnposted).map(({ event }) => event);
		const waiting = new Set([...unposted, ...this.checkpoints.values()].map(({ allowanceId }) => allowanceId));
		for (const id of this.ledger.remainders(closedGraceMs)) if (!waiting.has(id)) this.ledger.settleRemainder(id);
	}

	park(events: readonly ParkedEvent[]): void {
		for (const { generationId, reason } of events) {
			const row = this.usage.get(generationId);
			if (row?.transactionId === undefined && row) row.parked = reason;
		}
	}

	#insert(event: UsageEvent): void {
		if (this.usage.has(event.generationId)) return;
		this.usage.set(event.generationId, newRow(event));
	}

	#write(transactionId: string, posting: Posting, allowances: PostingInput["allowances"]): void {
		this.park(posting.parked);
		if (posting.generations.length === 0) return;
		this.entries.write(`usage:${transactionId}`, posting.entries);
		this.ledger.write(posting);
		for (const { event, fromAllowance, fromAvailable, overrun } of posting.generations) {
			const row = this.usage.get(event.generationId);
			if (!row) throw new Error("posted what is not there");
			if (this.#rules.postsOnce) row.transactionId = transactionId;
			row.posted = fromAllowance + fromAvailable;
			row.overrun = overrun;
			row.late = allowances.get(event.allowanceId)?.state !== "open";
			row.spared = this.#canPay(row);
			const cell = `${Math.floor(event.admittedAt / HOUR_MS)} ${event.keyId} ${event.model}`;
			this.rollups.set(cell, (this.rollups.get(cell) ?? 0n) + this.#rules.rollsUp(row.posted));
		}
	}

	/** Whether a row that was posted could have been charged more: out of what its batch has left, whole or not at all. */
	#canPay({ event: { allowanceId, accountId, chargeNanoUsd }, posted, late }: UsageRow): boolean {
		const rest = chargeNanoUsd - posted;
		const state = this.ledger.stateOf(allowanceId);
		if (rest === 0n || !state) return false;
		if (state.granted - state.returned - state.charged > 0n) return true;
		const withinBudget = state.budgetRoom === undefined || state.budgetRoom >= rest;
		return late && withinBudget && this.ledger.available(accountId) >= rest;
	}

	#free(id: string, event: UsageEvent): void {
		this.usage.set(id, newRow({ ...event, status: "interrupted", usage: {}, chargeNanoUsd: nanoUsd(0n) }));
	}

	#giveBack(id: string, row: UsageRow): void {
		if (row.posted === 0n) return;
		const { accountId } = row.event;
		const lines: EntryLine[] = [
			{ accountId, amount: nanoUsd(row.posted) },
			{ accountId: HOUSE.overrun, amount: nanoUsd(-row.posted) },
		];
		if (!this.entries.write(`withdrawal:${id}`, lines)) return;
		this.ledger.deposit(accountId, row.posted);
	}
}

function newRow(event: UsageEvent): UsageRow {
	return { event, transactionId: undefined, posted: 0n, overrun: 0n, parked: undefined, late: false, spared: false };
}

function isUnposted({ transactionId, parked }: UsageRow): boolean {
	return transactionId === undefined && parked === undefined;
}
