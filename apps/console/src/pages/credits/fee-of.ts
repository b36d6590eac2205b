import { formatUsd, NANO_PER_CENT, nanoUsd, parseUsd } from "@turnpike/money";
import type { Installation } from "../../api/session.ts";

export interface PriceOfCredit {
	readonly feeUsd: string;
	readonly totalUsd: string;
}

/** The same sum the API makes: a part of a cent of the fee is dropped, and the fee is never less than the least one. */
export function feeOf(creditUsd: string, fee: Installation["platform_fee"]): PriceOfCredit {
	const credit = parseUsd(creditUsd);
	const cents = (credit * BigInt(fee.basis_points)) / (10_000n * NANO_PER_CENT);
	const [share, least] = [cents * NANO_PER_CENT, parseUsd(fee.least_usd)];
	const charged = share > least ? share : least;
	return { feeUsd: formatUsd(nanoUsd(charged)), totalUsd: formatUsd(nanoUsd(credit + charged)) };
}

/** What is wrong with an amount that is to be bought; undefined for one that can be. */
export function amountProblem(text: string): string | undefined {
	if (!/^\d{1,6}(\.\d{1,2})?$/.test(text.trim())) return "An amount such as 25 or 12.50.";
	const amount = parseUsd(text.trim());
	if (amount < parseUsd(LEAST_PURCHASE)) return `At least $${LEAST_PURCHASE}.`;
	return amount > parseUsd(MOST_PURCHASE) ? "At most $10,000 at once." : undefined;
}

const LEAST_PURCHASE = "5";
const MOST_PURCHASE = "10000";
