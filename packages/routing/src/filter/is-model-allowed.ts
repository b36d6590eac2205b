/**
 * Whether an allow-list names a model: by its slug, or its author's all (`openai/*`), in any case. undefined allows all;
 * an empty list allows none.
 */
export function isModelAllowed(allowed: readonly string[] | undefined, slug: string): boolean {
	if (allowed === undefined) return true;
	const wanted = slug.toLowerCase();
	const author = `${wanted.slice(0, wanted.indexOf("/") + 1)}*`;
	return allowed.some((entry) => {
		const name = entry.toLowerCase();
		return name === wanted || name === author;
	});
}
