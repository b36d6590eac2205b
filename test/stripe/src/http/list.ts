import { invalidRequest } from "./api-error.ts";
import type { Params } from "./params.ts";

interface Listed {
	readonly id: string;
	readonly created: number;
}

/** One page of a list, the newest first: https://docs.stripe.com/api/pagination. */
export function page<T extends Listed>(all: Iterable<T>, params: Params, url: string) {
	const limit = params.integer("limit") ?? 10;
	if (limit < 1 || limit > 100) throw invalidRequest("Invalid limit: must be between 1 and 100", "limit");
	const after = params.text("starting_after");
	const before = params.text("ending_before");
	const matching = [...all].filter(createdWithin(params)).sort((one, other) => (one.id < other.id ? 1 : -1));
	if (before !== undefined) {
		const newer = matching.slice(0, indexOf(matching, before, "ending_before"));
		return { object: "list", url, has_more: newer.length > limit, data: newer.slice(-limit) };
	}
	const older = after === undefined ? matching : matching.slice(indexOf(matching, after, "starting_after") + 1);
	return { object: "list", url, has_more: older.length > limit, data: older.slice(0, limit) };
}

function indexOf(all: readonly Listed[], id: string, param: string): number {
	const index = all.findIndex((one) => one.id === id);
	if (index < 0) throw invalidRequest(`No such object: '${id}'`, param, "resource_missing");
	return index;
}

/** `created`: a moment, or bounds. */
function createdWithin(params: Params): (one: Listed) => boolean {
	if (!params.has("created")) return () => true;
	const created = params.object("created");
	const [gt, gte, lt, lte] = ["gt", "gte", "lt", "lte"].map((bound) => created.integer(bound));
	return ({ created: at }) =>
		(gt === undefined || at > gt) &&
		(gte === undefined || at >= gte) &&
		(lt === undefined || at < lt) &&
		(lte === undefined || at <= lte);
}
