import type { Balance } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { amounts } from "./key-object.ts";

/**
 * `GET /credits`. Usage counts from the moment it is durable, posted or not. `debt` was taken back after it was spent, and
 * is repaid first by the next purchase; `promotional` is the part of available and reserved that was given.
 */
export function creditsObject(balance: Balance) {
	return {
		data: {
			...amounts("total_credits", balance.deposited),
			...amounts("total_usage", nanoUsd(balance.posted + balance.unposted)),
			...amounts("available", balance.available),
			...amounts("reserved", balance.reserved),
			...amounts("posted", balance.posted),
			...amounts("unposted", balance.unposted),
			...amounts("debt", balance.debt),
			...amounts("promotional", balance.promotional),
			as_of: new Date(balance.asOf).toISOString(),
		},
	};
}
