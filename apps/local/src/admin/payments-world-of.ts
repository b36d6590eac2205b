import { openPayments } from "@turnpike/api";
import { type ReconcilingWorld, writeNotice } from "@turnpike/billing";
import type { Operator } from "./operator.ts";

/** What an operator looks at payments with: the book, and the configured provider of payments. */
export async function paymentsWorldOf(operator: Operator): Promise<ReconcilingWorld> {
	const config = operator.config();
	const sql = await operator.book();
	const publicUrl = () => config.publicUrl;
	return {
		sql,
		provider: openPayments({ config, sql, publicUrl, newId: operator.ids.uuid }),
		fee: config.platformFee,
		now: operator.now,
		newId: operator.ids.uuid,
		newPurchaseId: () => operator.ids.id("purchase"),
		write: (notice) => writeNotice(notice, config.publicUrl),
		onTrouble: (what, error) =>
			operator.note(`trouble with ${what}: ${error instanceof Error ? error.message : error}`),
	};
}
