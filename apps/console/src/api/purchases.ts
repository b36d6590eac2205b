import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
	AutoTopUpAnswer,
	AutoTopUpObject,
	PurchaseAnswer,
	PurchaseList,
	PurchaseObject,
} from "@turnpike/wire/account";
import { request } from "./request.ts";

export type Purchase = PurchaseObject;
export type AutoTopUp = AutoTopUpObject;

const PAGE_SIZE = 20;
/** While a payment is being confirmed its credit may come any moment. */
const UNDER_WAY_MS = 1_000;

const isUnderWay = ({ status }: Purchase) => status === "open" || status === "processing";

/** What was bought, the newest first. */
export const purchasesQuery = infiniteQueryOptions({
	queryKey: ["purchases"],
	initialPageParam: undefined as string | undefined,
	queryFn: ({ pageParam, signal }) => {
		const cursor = pageParam === undefined ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
		return request<PurchaseList>(`/v1/credits/purchases?limit=${PAGE_SIZE}${cursor}`, { signal });
	},
	getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** One purchase that somebody has just come back from: asked for until it is decided. */
export function purchaseQuery(id: string) {
	return queryOptions({
		queryKey: ["purchases", id],
		queryFn: async ({ signal }) =>
			(await request<PurchaseAnswer>(`/v1/credits/purchases/${encodeURIComponent(id)}`, { signal })).data,
		refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data) ? UNDER_WAY_MS : false),
	});
}

/** Opens the page where credit is paid. @param attempt the same for the same wish, so that a second click buys nothing. */
export const openCheckout = async (amount_usd: string, save_card: boolean, attempt: string) => {
	const { data } = await request<PurchaseAnswer>("/v1/credits/checkout", {
		method: "POST",
		headers: { "idempotency-key": attempt },
		body: { amount_usd, save_card },
	});
	return data;
};

export const autoTopUpQuery = queryOptions({
	queryKey: ["auto-topup"],
	queryFn: async ({ signal }) => (await request<AutoTopUpAnswer>("/v1/credits/auto-topup", { signal })).data,
});

/** What is not sent stays as it is. */
export const setAutoTopUp = (settings: {
	readonly enabled: boolean;
	readonly threshold_usd?: string;
	readonly amount_usd?: string;
	readonly monthly_max_usd?: string;
}) => request<AutoTopUpAnswer>("/v1/credits/auto-topup", { method: "POST", body: settings });

/** Forgets the saved card, here and where it is kept. */
export const forgetCard = () => request("/v1/credits/card", { method: "DELETE" });
