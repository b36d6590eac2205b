import { AUTHOR_ALIASES, AUTHORS } from "./providers.ts";
import { SLUG_ALIASES } from "./slug-aliases.ts";

function splitVariant(id: string): { readonly plain: string; readonly variant: string } {
	const colon = id.indexOf(":");
	return colon < 0 ? { plain: id, variant: "" } : { plain: id.slice(0, colon), variant: id.slice(colon) };
}

/** `<author>/<id>` in lower case, the author by its one name; ids without one are by the provider itself. */
function derive(provider: string, id: string): string {
	const lower = id.toLowerCase();
	const slash = lower.indexOf("/");
	if (slash < 0) {
		if (!AUTHORS.has(provider)) throw new RangeError(`${provider} does not say who made ${id}: it needs an alias`);
		return `${provider}/${lower}`;
	}
	const author = lower.slice(0, slash);
	return `${AUTHOR_ALIASES.get(author) ?? author}${lower.slice(slash)}`;
}

/**
 * The slug of the model behind a provider's id: the alias table, else the source's canonical id, else the rule. Always
 * lower case. A `:variant` of an id is a model of its own (`…:free` has other limits and another price), named by the
 * base model's slug and the same suffix. Nothing is matched by likeness.
 */
export function slugOf(provider: string, id: string, canonical: string | undefined): string {
	const { plain, variant } = splitVariant(id);
	const slug = SLUG_ALIASES.get(`${provider} ${plain}`) ?? canonical ?? derive(provider, plain);
	return slug.toLowerCase() + variant;
}
