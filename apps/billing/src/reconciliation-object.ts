import { formatUsd } from "@turnpike/money";
import { nanoOfCents } from "@turnpike/payments";
import type { ReconciliationReport } from "./reconcile.ts";

/** The report as it is kept and shown: amounts as decimal text. */
export function reconciliationObject({ payments, deposits, usage, ...report }: ReconciliationReport) {
	return {
		payments: payments && {
			provider: payments.provider,
			payments: payments.payments,
			moved_usd: usdOfCents(payments.movedCents),
			provider_fees_usd: usdOfCents(payments.feeCents),
			differences: payments.differences.map(({ paymentId, purchaseId, movedCents, bookedCents }) => ({
				payment: paymentId,
				purchase: purchaseId ?? null,
				moved_usd: usdOfCents(movedCents),
				booked_usd: usdOfCents(bookedCents),
			})),
		},
		deposits: deposits.map(({ transactionId, purchaseId, bookedCents, entry }) => ({
			transaction: transactionId,
			purchase: purchaseId ?? null,
			booked_usd: usdOfCents(bookedCents),
			entered_usd: formatUsd(entry),
		})),
		wrong_purchases: report.wrongPurchases,
		usage: usage.map(({ accountId, used, debited }) => ({
			account: accountId,
			used_usd: formatUsd(used),
			debited_usd: formatUsd(debited),
		})),
		books: report.books,
		differences: report.differences,
		clean: report.differences === 0,
	};
}

function usdOfCents(cents: bigint): string {
	return formatUsd(nanoOfCents(cents));
}
