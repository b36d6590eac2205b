import type { MemoryBook } from "@turnpike/ledger/memory-book";
import {
	type bookingsBetween,
	type CreditPrice,
	houseLinesOf,
	judgeTopUp,
	type Moved,
	mistakeIn,
	movedBy,
	NOTHING_MOVED,
	nanoOfCents,
	type PaymentFacts,
	priceOfCredit,
} from "@turnpike/payments";
import type { Entries } from "./entries.ts";

/** A row of `purchase`. */
export interface Purchase {
	readonly id: string;
	readonly accountId: string;
	readonly kind: "checkout" | "auto_topup";
	readonly price: CreditPrice;
	moved: Moved;
	state: "open" | "paid" | "failed";
	version: number;
	/** Unix milliseconds at which its charge was sent first. */
	sentAt: number | undefined;
	parked: string | undefined;
}

const FEE = { basisPoints: 550, leastCents: 80 };
const TOP_UP = { threshold: nanoOfCents(100n), amountCents: 500n, monthlyMaxCents: 20_000n };

/** The payments' side of the database: each method one transaction, as the statements of packages/db keep them. */
export class Purchases {
	readonly rows = new Map<string, Purchase>();
	/** The inbox: events that came, and whether they were applied. */
	readonly inbox = new Map<string, { readonly purchaseId: string; applied: boolean }>();
	readonly #entries: Entries;
	readonly #ledger: MemoryBook;
	readonly #book: typeof bookingsBetween;

	constructor(entries: Entries, ledger: MemoryBook, book: typeof bookingsBetween) {
		this.#entries = entries;
		this.#ledger = ledger;
		this.#book = book;
	}

	start(id: string, accountId: string, creditCents: bigint, kind: Purchase["kind"] = "checkout"): void {
		const price = priceOfCredit(creditCents, FEE);
		const nothing = { moved: NOTHING_MOVED, state: "open", version: 0, sentAt: undefined, parked: undefined } as const;
		this.rows.set(id, { id, accountId, kind, price, ...nothing });
	}

	/** Writes a top-up down where one is due: an account has one that is open at most. */
	startDueTopUp(id: string, accountId: string): void {
		const mine = [...this.rows.values()].filter((one) => one.accountId === accountId && one.kind === "auto_topup");
		if (mine.some(({ state }) => state === "open")) return;
		const has = this.#ledger.available(accountId) + this.#ledger.reserved(accountId) - this.#ledger.debt(accountId);
		const thisMonth = BigInt(mine.length) * TOP_UP.amountCents;
		if (judgeTopUp(TOP_UP, has, thisMonth) === "due") this.start(id, accountId, TOP_UP.amountCents, "auto_topup");
	}

	markSent(id: string, now: number): void {
		const purchase = this.#at(id);
		purchase.sentAt ??= now;
	}

	/** Keeps an event once. */
	receive(eventId: string, purchaseId: string): void {
		if (!this.inbox.has(eventId)) this.inbox.set(eventId, { purchaseId, applied: false });
	}

	/** Books the difference between what was booked and the facts. @returns false when another did meanwhile: ask again. */
	settle(id: string, version: number, facts: PaymentFacts): boolean {
		const purchase = this.#at(id);
		const { price, moved, accountId } = purchase;
		if (purchase.version !== version) return false;
		purchase.version += 1;
		const paymentId = moved.receivedCents > 0n ? facts.paymentId : undefined;
		const expected = { purchaseId: id, paymentId, receivedCents: moved.receivedCents, ...price };
		purchase.parked = mistakeIn(facts, expected);
		if (purchase.parked !== undefined) return true;
		const due = movedBy(facts, []);
		for (const booking of this.#book(price, moved, due)) {
			const credit = nanoOfCents(booking.creditCents);
			const source = booking.kind === "payment" ? `payment:${facts.paymentId}` : `${booking.kind}:${id}:${version}`;
			const lines = [{ accountId, amount: credit }, ...houseLinesOf(booking)];
			if (!this.#entries.write(source, lines)) throw new Error(`M8: ${source} was booked before`);
			if (credit >= 0n) this.#ledger.deposit(accountId, credit);
			else this.#ledger.takeBack(accountId, -credit);
		}
		purchase.moved = due;
		if (facts.state === "succeeded") purchase.state = "paid";
		return true;
	}

	#at(id: string): Purchase {
		const purchase = this.rows.get(id);
		if (!purchase) throw new Error(`no purchase ${id}`);
		return purchase;
	}
}
