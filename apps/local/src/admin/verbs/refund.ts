import { orderRefund, RefundTooLarge } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { centsOfNano, nanoOfCents } from "@turnpike/payments";
import { CommandFailed, WrongUse } from "../failures.ts";
import { organisationOf } from "../find-or-fail.ts";
import { ACTOR } from "../operator.ts";
import { readName, readText, readUsd } from "../read-values.ts";
import { textTable } from "../text-table.ts";
import { defineVerb } from "../verb.ts";

const LEAST = nanoOfCents(1n);

export const refund = defineVerb({
	name: "refund",
	summary: "Gives unused credit back to the cards it was bought with, the newest purchase first.",
	more: [
		"The credit is taken back at once; the billing worker asks the payment provider to pay it out. What the provider",
		"refuses is credited again. Gifts, fees, and what was spent or is set aside for calls are not given back.",
	].join("\n"),
	options: {
		org: { value: "ID", help: "Whose.", required: true },
		usd: { value: "USD", help: "How much, in whole cents; without it, everything that is unused." },
		reason: { value: "TEXT", help: "Why; it stays in the ledger.", required: true },
	},
	plan(given) {
		const org = readText(given, "org");
		const amount = readUsd(given, "usd", LEAST);
		const reason = readName(given, "reason");
		const amountCents = amount === undefined ? undefined : centsOfNano(amount);
		if (amount !== undefined && amountCents === undefined) throw new WrongUse("--usd must be in whole cents.");
		return async (operator) => {
			const { name } = await organisationOf(operator, org);
			const ordered = await orderRefund(await operator.book(), {
				...{ organisationId: org, amountCents, reason, actor: ACTOR, newId: operator.ids.uuid },
				newRefundId: () => operator.ids.id("refund"),
			}).catch((error: unknown) => {
				if (!(error instanceof RefundTooLarge)) throw error;
				const most = formatUsd(nanoOfCents(error.refundableCents));
				throw new CommandFailed(`At most ${most} USD of ${name}'s credit is unused and can be given back.`);
			});
			const refunds = ordered.map(({ id, purchaseId, amountCents: cents }) => ({
				id,
				purchase: purchaseId,
				amount_usd: formatUsd(nanoOfCents(cents)),
			}));
			const rows = refunds.map(({ id, purchase, amount_usd }) => [id, purchase, amount_usd]);
			return { json: { refunds }, text: textTable(["REFUND", "PURCHASE", "USD"], rows) };
		};
	},
});
