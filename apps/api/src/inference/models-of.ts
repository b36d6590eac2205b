import type { Catalog, Model } from "@turnpike/catalog";
import type { Call } from "@turnpike/wire";

/** The models a call may be answered by, as far as the catalog knows them: the one asked for, then its fallbacks. */
export function modelsOf(catalog: Catalog, call: Call): Model[] {
	const models: Model[] = [];
	const first = find(catalog, call.model);
	if (first) models.push(first);
	for (const name of call.fallbackModels) {
		const model = find(catalog, name);
		if (model && !models.includes(model)) models.push(model);
	}
	return models;
}

function find(catalog: Catalog, name: string): Model | undefined {
	return catalog.find(name) ?? (name.includes("%2") ? catalog.find(name.replace(/%2f/gi, "/")) : undefined);
}
