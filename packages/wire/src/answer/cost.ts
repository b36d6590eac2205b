import { approximateUsd, formatUsd, type NanoUsd, nanoUsd } from "@turnpike/money";
import type { Bill } from "../bill.ts";
import type { Flavor } from "../call.ts";

/** JSON texts of members to put into an object. */
export type MemberTexts = Readonly<Record<string, string>>;

function numberText(amount: NanoUsd): string {
	return String(approximateUsd(amount));
}

/**
 * OpenRouter's `cost_details`. Turnpike adds nothing to a provider's price, so upstream's cost is the cost; the parts are
 * said only where they are known, because OpenRouter's own schema takes both or none.
 */
function costDetails(bill: Bill): string {
	const prompt = bill.promptCostNanoUsd;
	if (prompt === undefined) return "null";
	const completion = nanoUsd(bill.costNanoUsd - prompt);
	const parts = [
		`"upstream_inference_cost":${numberText(bill.costNanoUsd)}`,
		`"upstream_inference_prompt_cost":${numberText(prompt)}`,
		`"upstream_inference_completions_cost":${numberText(completion)}`,
	];
	return `{${parts.join(",")}}`;
}

/** What is added to an answer's `usage`: the cost as the number peers send, and exactly, as a decimal string. */
export function costTexts(
	bill: Bill,
	flavor: Flavor,
): MemberTexts & { readonly cost: string; readonly cost_usd: string } {
	const cost = { cost: numberText(bill.costNanoUsd), cost_usd: `"${formatUsd(bill.costNanoUsd)}"` };
	return flavor === "native" ? cost : { ...cost, is_byok: "false", cost_details: costDetails(bill) };
}

/** What is added to the answer itself: that no real model gave it, where that is so. */
export function sandboxMark(bill: Bill): MemberTexts {
	return bill.sandbox ? { sandbox: "true" } : {};
}

/** Writes an object whose members are JSON texts. */
export function objectText(members: Readonly<Record<string, string | undefined>>): string {
	const written = Object.entries(members).flatMap(([key, text]) =>
		text === undefined ? [] : [`${JSON.stringify(key)}:${text}`],
	);
	return `{${written.join(",")}}`;
}
