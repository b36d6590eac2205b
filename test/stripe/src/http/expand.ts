import type { World } from "../objects/world.ts";
import { invalidRequest } from "./api-error.ts";

type Plain = Record<string, unknown>;

/**
 * Puts whole objects where ids are: https://docs.stripe.com/api/expanding_objects.
 *
 * @param paths such as `payment_intent.latest_charge`, in lists `data.source`.
 */
export function expand(world: World, body: unknown, paths: readonly string[]): unknown {
	const answer = structuredClone(body);
	for (const path of paths) expandPath(world, answer, path.split("."), path);
	return answer;
}

function expandPath(world: World, at: unknown, [name, ...rest]: readonly string[], path: string): void {
	if (name === undefined || !isPlain(at)) return;
	if (name === "refunds" && at.object === "charge") at.refunds = refundsOf(world, String(at.id));
	const value = at[name];
	if (value === undefined) throw invalidRequest(`This property cannot be expanded (${path}).`, "expand[]");
	if (typeof value === "string") {
		const found = world.find(value);
		if (!found) throw invalidRequest(`This property cannot be expanded (${path}).`, "expand[]");
		at[name] = structuredClone(found);
	}
	const next = at[name];
	if (Array.isArray(next)) for (const one of next) expandPath(world, one, rest, path);
	else expandPath(world, next, rest, path);
}

/** The ten newest refunds of a charge. */
function refundsOf(world: World, charge: string): Plain {
	const all = [...world.refunds.values()].filter((refund) => refund.charge === charge).reverse();
	const url = `/v1/charges/${charge}/refunds`;
	return { object: "list", url, has_more: all.length > 10, data: structuredClone(all.slice(0, 10)) };
}

function isPlain(value: unknown): value is Plain {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
