import type { AutoTopUp } from "@turnpike/db";
import { approximateUsd, formatUsd, NANO_PER_USD, nanoUsd } from "@turnpike/money";
import type { AutoTopUpObject } from "@turnpike/wire/account";
import { instantOf, numberOf, textOf } from "./purchase-object.ts";

/** What is shown, and changed from, before anything was set: $20 under $5, at most $200 a month. */
export const TOP_UP_DEFAULTS: AutoTopUp = {
	enabled: false,
	threshold: nanoUsd(5n * NANO_PER_USD),
	amountCents: 2_000n,
	monthlyMaxCents: 20_000n,
	declines: 0,
	offReason: "",
	pausedUntil: undefined,
	thisMonthCents: 0n,
};

export function autoTopUpObject(topUp: AutoTopUp, cardLabel: string | undefined, sandbox: boolean): AutoTopUpObject {
	return {
		object: "auto_topup",
		enabled: topUp.enabled,
		threshold: approximateUsd(topUp.threshold),
		threshold_usd: formatUsd(topUp.threshold),
		amount: numberOf(topUp.amountCents),
		amount_usd: textOf(topUp.amountCents),
		monthly_max: numberOf(topUp.monthlyMaxCents),
		monthly_max_usd: textOf(topUp.monthlyMaxCents),
		this_month: numberOf(topUp.thisMonthCents),
		this_month_usd: textOf(topUp.thisMonthCents),
		card: cardLabel === undefined ? null : { label: cardLabel },
		off_reason: topUp.offReason === "" ? null : topUp.offReason,
		paused_until: instantOf(topUp.pausedUntil),
		sandbox,
	};
}
