import { expect } from "vitest";
import { eventually } from "../../harness/index.ts";
import { type At, byClient, byManager, type Call } from "./call.ts";

/** Buys credit with a card of the sandbox, which is kept for top-ups. @returns the purchase's path. */
async function boughtWithCard({ world, root }: At): Promise<string> {
	const { stack, manager } = world;
	const { body } = await manager.post(`${root}/credits/checkout`, { amount_usd: "25.00", save_card: true });
	const page = stack.baseUrl + new URL(String(body.data?.url)).pathname;
	await fetch(page, { method: "POST", body: new URLSearchParams({ method: "card" }), redirect: "manual" });
	const path = `/credits/purchases/${body.data?.id}`;
	await eventually(async () => {
		const purchase = await manager.get(root + path);
		expect(purchase.body).toMatchObject({ data: { status: "paid" } });
	});
	return path;
}

const withCard = (path: string) => async (at: At) => {
	await boughtWithCard(at);
	return path;
};

export const CREDIT_CALLS: Readonly<Record<string, Call>> = {
	getCredits: byClient("/credits"),
	buyCredit: byManager("/credits/checkout"),
	getPurchase: byManager(boughtWithCard),
	listPurchases: byManager(withCard("/credits/purchases")),
	getAutoTopUp: byManager(withCard("/credits/auto-topup")),
	setAutoTopUp: byManager(withCard("/credits/auto-topup")),
	forgetCard: byManager(withCard("/credits/card")),
};
