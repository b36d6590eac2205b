import type { ModelObject } from "@turnpike/catalog";
import { inPico } from "../../money/per-million.ts";
import { kindOf } from "../models/filter-models.ts";

const MOST = 60;

/**
 * Chat models to try, the sandbox first where there is one, then the newest: those with a price that are served by somebody
 * whom this installation can call.
 */
export function modelChoices(
	models: readonly ModelObject[],
	configured: ReadonlySet<string>,
): readonly { readonly value: string; readonly label: string }[] {
	const callable = models.filter(
		(model) =>
			kindOf(model) === "chat" &&
			inPico(model.pricing.prompt) !== undefined &&
			model.providers.some((slug) => configured.has(slug)),
	);
	const isSandbox = (model: ModelObject) => model.owned_by === "sandbox";
	const newest = callable.filter((model) => !isSandbox(model)).toSorted((one, other) => other.created - one.created);
	return [...callable.filter(isSandbox), ...newest]
		.slice(0, MOST)
		.map((model) => ({ value: model.id, label: model.name }));
}
