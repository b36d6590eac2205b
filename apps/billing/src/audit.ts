import {
	type AuditScope,
	type BookChecks,
	checkBooks,
	checkPayments,
	type Database,
	inSnapshot,
	mistakesIn,
	type PaymentChecks,
	type PostedUsage,
	postedUsage,
} from "@turnpike/db";
import type { Recomputed } from "@turnpike/ledger";
import { formatUsd, type NanoUsd, nanoUsd } from "@turnpike/money";
import type { PriceVersions } from "./recompute.ts";

export interface WrongDebit {
	readonly generationId: string;
	readonly reason: string;
}

export interface AuditReport {
	readonly generations: number;
	/** The price of all usage under its versions, less what the house bears. */
	readonly recomputed: NanoUsd;
	readonly posted: NanoUsd;
	/** recomputed − posted: 0 when every debit is what its usage and price version say. */
	readonly difference: NanoUsd;
	/** Priced, but covered by no hold or allowance: the house's loss, booked as such. */
	readonly overrun: NanoUsd;
	/** The first generations whose debit is not what it should be. */
	readonly wrong: readonly WrongDebit[];
	readonly books: BookChecks;
	/** What was paid, given and given back, against the ledger. */
	readonly payments: PaymentChecks;
	/** Nothing is wrong anywhere. */
	readonly clean: boolean;
}

const MOST_SHOWN = 20;

/** Recomputes every debit of a period from its usage and price version, and proves the book against itself. */
export function audit(sql: Database, prices: PriceVersions, scope: AuditScope): Promise<AuditReport> {
	return inSnapshot(sql, async (tx) => {
		let generations = 0;
		let recomputed = 0n;
		let posted = 0n;
		let overrun = 0n;
		const wrong: WrongDebit[] = [];
		for await (const batch of postedUsage(tx, scope)) {
			await prices.load(batch.map(({ event }) => event));
			for (const usage of batch) {
				const price = prices.recompute(usage.event);
				const reason = mistakeIn(usage, price);
				if (reason) wrong.push({ generationId: usage.event.generationId, reason });
				if ("priceNanoUsd" in price) recomputed += price.priceNanoUsd - usage.overrun;
				generations += 1;
				posted += usage.posted;
				overrun += usage.overrun;
			}
		}
		const books = await checkBooks(tx);
		const payments = await checkPayments(tx);
		const difference = nanoUsd(recomputed - posted);
		const clean = difference === 0n && wrong.length === 0 && mistakesIn(books).size === 0 && agree(payments);
		return {
			generations,
			recomputed: nanoUsd(recomputed),
			posted: nanoUsd(posted),
			difference,
			overrun: nanoUsd(overrun),
			wrong: wrong.slice(0, MOST_SHOWN),
			books,
			payments,
			clean,
		};
	});
}

function mistakeIn({ event, posted, overrun }: PostedUsage, price: Recomputed): string | undefined {
	if ("reason" in price) return price.reason;
	const due = price.priceNanoUsd < event.holdNanoUsd ? price.priceNanoUsd : event.holdNanoUsd;
	if (due !== event.chargeNanoUsd) return `charged ${formatUsd(event.chargeNanoUsd)}, recomputed ${formatUsd(due)}`;
	if (posted > due) return `debited ${formatUsd(posted)}, at most ${formatUsd(due)} was due`;
	const whole = posted + overrun === price.priceNanoUsd;
	return whole
		? undefined
		: `debited ${formatUsd(posted)} of ${formatUsd(price.priceNanoUsd)}, ${formatUsd(overrun)} booked to the house`;
}

function agree(payments: PaymentChecks): boolean {
	return Object.values(payments).every((count) => count === 0);
}
