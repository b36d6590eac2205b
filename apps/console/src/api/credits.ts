import { queryOptions } from "@tanstack/react-query";
import { formatUsd, nanoUsd, parseUsd } from "@turnpike/money";
import { request } from "./request.ts";

const REFRESH_MS = 15_000;

/** `GET /credits`: amounts as exact text. */
interface CreditsAnswer {
	readonly data: {
		readonly total_credits_usd: string;
		readonly total_usage_usd: string;
		readonly available_usd: string;
		/** Set aside for calls, under way or soon to come. */
		readonly reserved_usd: string;
		readonly posted_usd: string;
		/** Used and durable, and not posted yet. */
		readonly unposted_usd: string;
		/** Owed: taken from what comes in next. */
		readonly debt_usd: string;
		/** The part of the balance that was a gift; it is spent first. */
		readonly promotional_usd: string;
		readonly as_of: string;
	};
}

export type Credits = CreditsAnswer["data"] & {
	/** What was bought or given and not used: available and reserved, less what is used and not posted yet. */
	readonly spendable_usd: string;
};

export const creditsQuery = queryOptions({
	queryKey: ["credits"],
	queryFn: async ({ signal }): Promise<Credits> => {
		const { data } = await request<CreditsAnswer>("/v1/credits", { signal });
		const spendable = parseUsd(data.available_usd) + parseUsd(data.reserved_usd) - parseUsd(data.unposted_usd);
		return { ...data, spendable_usd: formatUsd(nanoUsd(spendable)) };
	},
	refetchInterval: REFRESH_MS,
});
