import type { Context } from "hono";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { creditsObject } from "./credits-object.ts";
import { fromBook } from "./from-book.ts";
import { keyObject } from "./key-object.ts";
import { readingScope } from "./usage-scope.ts";

/** What a key may read of itself, and everybody of the balance. */
export function accountRoutes(deps: ApiDependencies) {
	return {
		async key(c: Context) {
			const key = await authenticate(deps, c.req.raw.headers, "read");
			return c.json(keyObject(key, await fromBook(deps.reports.keySpend(key))));
		},

		async credits(c: Context) {
			const { organisationId } = await readingScope(deps, c.req.raw, "credits:read");
			const balance = await fromBook(deps.reports.balance(organisationId));
			if (!balance) throw new Error(`organisation ${organisationId} has no account`);
			return c.json(creditsObject(balance));
		},
	};
}
