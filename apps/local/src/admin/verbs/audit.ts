import { uuidToId } from "@turnpike/accounts";
import { type AuditReport, PriceVersions, audit as runAudit } from "@turnpike/billing";
import { readPriceVersions } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { organisationOf } from "../find-or-fail.ts";
import { PERIOD_OPTIONS, readPeriod } from "../read-values.ts";
import { defineVerb } from "../verb.ts";

export const audit = defineVerb({
	name: "audit",
	summary: "Recomputes every debit from its usage and price version, and proves the books; exit 1 on any difference.",
	more: "The period is that of admission. The books are checked as a whole, whichever organisation or period is named.",
	options: { org: { value: "ID", help: "Only this organisation's debits." }, ...PERIOD_OPTIONS },
	plan(given) {
		const org = given.text("org");
		const period = readPeriod(given);
		return async (operator) => {
			if (org !== undefined) await organisationOf(operator, org);
			operator.note("Recomputing every debit");
			const sql = await operator.book();
			const prices = new PriceVersions((ids) => readPriceVersions(sql, ids));
			const report = await runAudit(sql, prices, { organisationId: org, ...period });
			const json = auditObject(report);
			return { json, text: auditText(json), failed: !report.clean };
		};
	},
});

function auditObject({ books, payments, ...report }: AuditReport) {
	return {
		generations: report.generations,
		recomputed_usd: formatUsd(report.recomputed),
		posted_usd: formatUsd(report.posted),
		difference_usd: formatUsd(report.difference),
		overrun_usd: formatUsd(report.overrun),
		entries_sum_zero: books.unbalancedTransactions === 0,
		balances_match: books.wrongBalances === 0 && books.wrongPosted === 0,
		reserves_match: books.wrongReserves === 0,
		transactions_match: books.wrongTransactions === 0 && books.wrongTotals === 0,
		rollups_match: books.wrongRollups === 0 && books.wrongFineRollups === 0,
		debts_match: books.wrongDebts === 0,
		promotions_match: books.wrongPromotions === 0,
		allowances_match: books.wrongAllowances === 0,
		budgets_match: books.wrongBudgets === 0 && books.wrongCallBudgets === 0,
		purchases_match: payments.wrongPurchases === 0 && payments.wrongBookings === 0,
		gifts_match: payments.wrongGifts === 0,
		withdrawals_match: payments.wrongWithdrawals === 0,
		negative_balances: books.negativeBalances,
		over_hold: books.overHold,
		parked: books.parked,
		unposted: books.unposted,
		wrong: report.wrong.map(({ generationId, reason }) => ({
			generation: uuidToId("generation", generationId),
			reason,
		})),
		clean: report.clean,
	};
}

function auditText({ wrong, clean, ...facts }: ReturnType<typeof auditObject>): string {
	const width = Math.max(...Object.keys(facts).map((name) => name.length));
	const lines = Object.entries(facts).map(([name, value]) => `${name.replaceAll("_", " ").padEnd(width)}  ${value}`);
	const mistakes = wrong.map(({ generation, reason }) => `${generation}: ${reason}`);
	const parked = facts.parked > 0 ? ["Parked usage waits for a person: see `parked list`."] : [];
	return [...lines, ...mistakes, ...parked, clean ? "The books are right." : "THE BOOKS ARE NOT RIGHT."].join("\n");
}
