export {
	type GenerationList,
	type GenerationListQuery,
	type GenerationSummary,
	generationList,
	generationListQuery,
	generationSummary,
} from "./generation-list.ts";
export { readQuery } from "./read-query.ts";
