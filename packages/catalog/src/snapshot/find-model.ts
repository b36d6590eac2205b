import type { Model } from "../model.ts";

export type FindModel = (name: string) => Model | undefined;

function tailOf(slug: string): string {
	return slug.slice(slug.indexOf("/") + 1);
}

function providerNamesOf(model: Model): readonly string[] {
	return [...(model.aliases ?? []), ...model.endpoints.map((endpoint) => endpoint.providerModelId)];
}

/** Adds one kind of name; where two models claim the same one it means neither. Names of a stronger kind stay. */
function claim(
	names: Map<string, Model | undefined>,
	models: readonly Model[],
	of: (model: Model) => readonly string[],
) {
	const claims = new Map<string, Model | undefined>();
	for (const model of models) {
		for (const written of of(model)) {
			const name = written.toLowerCase();
			claims.set(name, claims.has(name) && claims.get(name) !== model ? undefined : model);
		}
	}
	for (const [name, model] of claims) {
		if (!names.has(name)) names.set(name, model);
	}
}

/**
 * Makes the lookup of models by the names callers write, in this order: the slug (`openai/gpt-5.5`), its bare tail
 * (`gpt-5.5`), a provider's own id or alias (`meta-llama/Llama-3.3-70B-Instruct-Turbo`, `anthropic/claude-sonnet-4.5`). A tail or
 * provider id that two models share finds nothing. Case does not matter; nothing is guessed.
 */
export function makeFind(models: readonly Model[]): FindModel {
	const names = new Map<string, Model | undefined>();
	claim(names, models, (model) => [model.slug]);
	claim(names, models, (model) => [tailOf(model.slug)]);
	claim(names, models, providerNamesOf);
	return (name) => names.get(name) ?? names.get(name.toLowerCase());
}
