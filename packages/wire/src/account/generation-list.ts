import * as z from "zod";
import { count, generationStatus, instantText, milliseconds, usdNumber, usdText } from "./fields.ts";
import { moment, reportForm, wholeNumber } from "./query-fields.ts";

const LARGEST_PAGE = 1_000;

/** The query of `GET /generations`. */
export const generationListQuery = z.object({
	from: moment.optional().meta({ description: "From this moment on." }),
	to: moment.optional().meta({ description: "Up to this moment, which is not in it." }),
	key: z.string().optional().meta({ description: "Of this key: its id or its hash." }),
	project: z.string().optional().meta({ description: "Of this project." }),
	model: z
		.string()
		.optional()
		.meta({ description: "Served by this model.", examples: ["openai/gpt-5.5"] }),
	provider: z
		.string()
		.optional()
		.meta({ description: "Served by this provider.", examples: ["openai"] }),
	status: generationStatus.optional(),
	limit: wholeNumber(1, LARGEST_PAGE)
		.optional()
		.meta({ description: `Most generations on a page, 1 to ${LARGEST_PAGE}; 50 by default.` }),
	cursor: z.string().optional().meta({ description: "`next_cursor` of the page before." }),
	format: reportForm.optional(),
});

/** One generation in a list; `GET /generation?id=` has the whole of it. */
export const generationSummary = z.object({
	id: z.string().meta({ examples: ["gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	created_at: instantText,
	model: z.string(),
	provider_name: z.string(),
	endpoint: z.string(),
	format: z.string(),
	streamed: z.boolean(),
	status: generationStatus,
	finish_reason: z.string().nullable(),
	tokens_prompt: count,
	tokens_completion: count,
	tokens_cached: count,
	tokens_reasoning: count,
	total_cost: usdNumber,
	total_cost_usd: usdText,
	posted: z.boolean().meta({ description: "Whether the ledger has it already; if not, the cost is what it will be." }),
	parked: z.boolean().meta({ description: "It could not be posted and waits for a person." }),
	estimated: z.boolean().meta({ description: "Tokens were counted here, because the provider did not tell." }),
	ttft_ms: milliseconds,
	latency_ms: milliseconds,
	attempts: count.meta({ description: "Endpoints tried, the one that answered included." }),
	key_id: z.string(),
	key_name: z.string(),
	project_id: z.string(),
	member_id: z.string().nullable(),
	user: z.string().nullable().meta({ description: "The end user the caller named." }),
	app: z.string().nullable(),
	tags: z.array(z.string()),
	sandbox: z.boolean(),
});

export const generationList = z.object({
	object: z.literal("list"),
	data: z.array(generationSummary),
	has_more: z.boolean(),
	next_cursor: z.string().nullable().meta({
		description:
			"The next page's `cursor`; null at the end. With a filter a page may have few rows, or none, and a next one.",
	}),
});

export type GenerationListQuery = z.output<typeof generationListQuery>;
export type GenerationSummary = z.infer<typeof generationSummary>;
export type GenerationList = z.infer<typeof generationList>;
