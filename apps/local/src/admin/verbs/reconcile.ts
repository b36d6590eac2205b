import { reconcile as reconcileBooks, reconciliationObject } from "@turnpike/billing";
import { mistakesIn, storeReconciliation } from "@turnpike/db";
import { paymentsWorldOf } from "../payments-world-of.ts";
import { defineVerb } from "../verb.ts";

export const reconcile = defineVerb({
	name: "reconcile",
	summary: "Compares the payment provider, usage, ledger and balances with each other; exit 1 on any difference.",
	more: [
		"payments  the provider's movements of money against the purchases they are for",
		"deposits  the ledger's deposits against the bookings of purchases",
		"usage     what was used, by the rollups, against what was debited",
		"books     the ledger against balances, reserves, debts and gifts",
		"The report is kept. The billing worker makes one every day.",
	].join("\n"),
	options: {},
	plan: () => async (operator) => {
		operator.note("Comparing provider, usage, ledger and balances");
		const world = await paymentsWorldOf(operator);
		const report = await reconcileBooks(world);
		const json = reconciliationObject(report);
		await storeReconciliation(world.sql, operator.ids.uuid(), undefined, json.clean, json);
		return { json, text: textOf(json), failed: !json.clean };
	},
});

function textOf(report: ReturnType<typeof reconciliationObject>): string {
	const { payments, books } = report;
	const lines = payments
		? [
				`payments    ${payments.payments} at ${payments.provider}, ${payments.moved_usd} USD moved`,
				...payments.differences.map(
					({ payment, purchase, moved_usd, booked_usd }) =>
						`  ${payment}: ${moved_usd} at the provider, ${booked_usd} booked to ${purchase ?? "no purchase"}`,
				),
			]
		: ["payments    nobody takes payments here"];
	const said = [
		...report.deposits.map(({ transaction, purchase, booked_usd, entered_usd }) => {
			return `deposit     ${transaction}: ${entered_usd} entered, ${booked_usd} booked to ${purchase ?? "no purchase"}`;
		}),
		...report.wrong_purchases.map((id) => `purchase    ${id}: its sums are not those of its bookings`),
		...report.usage.map(
			({ account, used_usd, debited_usd }) => `usage       ${account}: ${used_usd} used, ${debited_usd} debited`,
		),
		...Array.from(mistakesIn(books), ([name, count]) => `books       ${name}: ${count}`),
	];
	const verdict = report.clean ? "Everything agrees." : `${report.differences} DIFFERENCES.`;
	return [...lines, ...said, verdict].join("\n");
}
