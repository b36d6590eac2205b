import { queryOptions } from "@tanstack/react-query";
import { formatUsd, nanoUsd, parseUsd } from "@turnpike/money";
import type { CreditsAnswer } from "@turnpike/wire/account";
import { request } from "./request.ts";

const REFRESH_MS = 15_000;

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
