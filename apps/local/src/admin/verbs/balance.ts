import { readBalance } from "@turnpike/db";
import { formatUsd } from "@turnpike/money";
import { organisationOf } from "../find-or-fail.ts";
import { readText } from "../read-values.ts";
import { textTable } from "../text-table.ts";
import { defineVerb } from "../verb.ts";

export const balance = defineVerb({
	name: "balance",
	summary: "Says where an organisation's credit stands, in USD.",
	more: [
		"available  free to be spent",
		"reserved   set aside for calls: idle, held, or spent and not posted yet",
		"posted     debited in the ledger",
		"unposted   durable usage that waits to be posted; part of reserved",
		"debt       taken back after it was spent; repaid first by whatever comes",
		"promotional  the part of available and reserved that was a gift; spent first",
	].join("\n"),
	options: { org: { value: "ID", help: "Whose.", required: true } },
	plan(given) {
		const org = readText(given, "org");
		return async (operator) => {
			await organisationOf(operator, org);
			const found = await readBalance(await operator.book(), org);
			if (!found) throw new Error(`organisation ${org} has no account`);
			const { available, reserved, posted, unposted, deposited, debt, promotional } = found;
			const rows = Object.entries({ deposited, available, reserved, posted, unposted, debt, promotional });
			return {
				json: {
					available_usd: formatUsd(available),
					reserved_usd: formatUsd(reserved),
					posted_usd: formatUsd(posted),
					unposted_usd: formatUsd(unposted),
					debt_usd: formatUsd(debt),
					promotional_usd: formatUsd(promotional),
				},
				text: textTable(
					["", "USD"],
					rows.map(([name, amount]) => [name, formatUsd(amount)]),
				),
			};
		};
	},
});
