import type { Balance } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { amounts } from "./key-object.ts";

/** `GET /credits`. Usage counts from the moment it is durable, posted or not. */
export function creditsObject(balance: Balance) {
	return {
		data: {
			...amounts("total_credits", balance.deposited),
			...amounts("total_usage", nanoUsd(balance.posted + balance.unposted)),
			...amounts("available", balance.available),
			...amounts("reserved", balance.reserved),
			...amounts("posted", balance.posted),
			...amounts("unposted", balance.unposted),
			as_of: new Date(balance.asOf).toISOString(),
		},
	};
}
