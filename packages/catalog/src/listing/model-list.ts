import { type ModelObject, toModelObject } from "./model-object.ts";
import type { ModelPage } from "./select-models.ts";

/** A list that OpenAI's, Anthropic's and OpenRouter's clients all read; `has_more` is false, so that none pages on. */
export interface ModelList {
	object: "list";
	data: ModelObject[];
	has_more: false;
	first_id: string | null;
	last_id: string | null;
	total_count: number;
	links: { next: string | null };
}

/**
 * @param page the models to list, of how many, and where the next ones are
 * @param atMs the moment whose prices are shown (Unix milliseconds)
 */
export function toModelList(page: ModelPage, atMs: number): ModelList {
	const data = page.models.map((model) => toModelObject(model, atMs));
	return {
		object: "list",
		data,
		has_more: false,
		first_id: data[0]?.id ?? null,
		last_id: data.at(-1)?.id ?? null,
		total_count: page.totalCount,
		links: { next: page.next },
	};
}
