import type { Context } from "hono";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { creditsObject } from "./credits-object.ts";
import { fromBook } from "./from-book.ts";
import { keyObject } from "./key-object.ts";

/** What a key may read of itself and its organisation. */
export function accountRoutes(deps: ApiDependencies) {
	const caller = async (c: Context) => authenticate(deps, c.req.raw.headers, "read");
	return {
		async key(c: Context) {
			const key = await caller(c);
			return c.json(keyObject(key, await fromBook(deps.reports.keySpend(key))));
		},

		async credits(c: Context) {
			const key = await caller(c);
			const balance = await fromBook(deps.reports.balance(key.organisationId));
			if (!balance) throw new Error(`organisation ${key.organisationId} has no account`);
			return c.json(creditsObject(balance));
		},
	};
}
