import { noSuch } from "../api-error.ts";
import type { Routes } from "../call.ts";
import { page } from "../list.ts";

/** Events can be listed for 30 days: https://docs.stripe.com/api/events/list. */
const EVENTS_KEPT_SECONDS = 30 * 86_400;

export const balanceRoutes: Routes = {
	"GET /v1/balance": ({ world }) => {
		const amount = [...world.balanceTransactions.values()].reduce((sum, { net }) => sum + net, 0);
		const answer = { object: "balance", livemode: false, available: [{ amount, currency: "usd" }], pending: [] };
		return () => answer;
	},
	"GET /v1/balance_transactions": ({ world, params, path }) => {
		const type = params.text("type");
		const source = params.text("source");
		const all = [...world.balanceTransactions.values()].filter(
			(one) => (type ?? one.type) === one.type && (source ?? one.source) === one.source,
		);
		const answer = page(all, params, path);
		return () => answer;
	},
	"GET /v1/events": ({ world, params, path }) => {
		const types = params.list("types");
		const type = params.text("type");
		const all = [...world.events.values()].filter(
			(event) =>
				event.created > world.now() - EVENTS_KEPT_SECONDS &&
				(types.length === 0 || types.includes(event.type)) &&
				(type ?? event.type) === event.type,
		);
		const answer = page(all, params, path);
		return () => answer;
	},
	"GET /v1/events/:id": ({ world, id }) => {
		const event = world.events.get(id);
		if (!event) throw noSuch("event", id);
		return () => event;
	},
};
