import type { ModelObject } from "@turnpike/catalog";
import { inPico } from "../../money/per-million.ts";
import { kindOf } from "../models/filter-models.ts";

const MOST = 60;

/** Chat models to try, the sandbox first where there is one, then the newest; only those with a price can be called. */
export function modelChoices(
	models: readonly ModelObject[],
): readonly { readonly value: string; readonly label: string }[] {
	const callable = models.filter((model) => kindOf(model) === "chat" && inPico(model.pricing.prompt) !== undefined);
	const isSandbox = (model: ModelObject) => model.owned_by === "sandbox";
	const newest = callable.filter((model) => !isSandbox(model)).toSorted((one, other) => other.created - one.created);
	return [...callable.filter(isSandbox), ...newest]
		.slice(0, MOST)
		.map((model) => ({ value: model.id, label: model.name }));
}
