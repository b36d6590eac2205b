import { type PicoUsdPerUnit, parseUsdPerMillion } from "@turnpike/money";
import { TurnpikeError } from "@turnpike/wire";
import * as z from "zod";

export const MODEL_SORTS = ["newest", "pricing-low-to-high", "pricing-high-to-low", "context-high-to-low"] as const;

const MODALITIES = ["text", "image", "file", "audio", "video", "embeddings"] as const;

const PARAMETERS = [
	"temperature",
	"top_p",
	"top_k",
	"min_p",
	"top_a",
	"frequency_penalty",
	"presence_penalty",
	"repetition_penalty",
	"max_tokens",
	"max_completion_tokens",
	"logit_bias",
	"logprobs",
	"top_logprobs",
	"prediction",
	"seed",
	"response_format",
	"structured_outputs",
	"stop",
	"tools",
	"tool_choice",
	"parallel_tool_calls",
	"include_reasoning",
	"reasoning",
	"reasoning_effort",
	"web_search_options",
	"verbosity",
] as const;

/** Filters of OpenRouter's that need facts this catalog does not hold: refused, since ignoring one would answer wrongly. */
const UNANSWERABLE = [
	"category",
	"arch",
	"distillable",
	"region",
	"min_age_days",
	"max_age_days",
	"min_intelligence_index",
	"max_intelligence_index",
	"min_coding_index",
	"max_coding_index",
	"min_agentic_index",
	"max_agentic_index",
	"min_tool_success_rate",
	"max_tool_success_rate",
] as const;

function names(text: string): string[] {
	return text
		.split(",")
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== "");
}

const nameList = z.string().transform(names).optional();

function oneOf<const T extends readonly string[]>(known: T) {
	const message = `each value must be one of: ${known.join(", ")}`;
	return z
		.string()
		.transform(names)
		.pipe(z.array(z.enum(known, { error: message })))
		.optional();
}

function count(least: number, most: number) {
	const message = `must be a whole number from ${least} to ${most}`;
	return z
		.string()
		.regex(/^\d{1,10}$/, message)
		.transform(Number)
		.pipe(z.int().min(least, message).max(most, message))
		.optional();
}

const usdPerMillion = z
	.string()
	.transform((text, context): PicoUsdPerUnit => {
		try {
			return parseUsdPerMillion(text);
		} catch {
			context.addIssue({ code: "custom", message: "must be USD per million tokens with at most six decimal places" });
			return z.NEVER;
		}
	})
	.optional();

const sortMessage = `must be one of: ${MODEL_SORTS.join(", ")}`;

/** The query of `GET /models`: OpenRouter's names and meanings. Absent `output_modalities` means all models. */
export const modelQuerySchema = z.object({
	q: z.string().max(200, "must be at most 200 characters").optional(),
	supported_parameters: oneOf(PARAMETERS),
	input_modalities: oneOf(MODALITIES),
	output_modalities: oneOf([...MODALITIES, "all"]),
	/** The least context, in tokens. */
	context: count(0, 1_000_000_000),
	min_price: usdPerMillion,
	max_price: usdPerMillion,
	min_output_price: usdPerMillion,
	max_output_price: usdPerMillion,
	model_authors: nameList,
	/** Slugs or names. */
	providers: nameList,
	/** Only models with an endpoint that is known to keep nothing. */
	zdr: z.enum(["true", "false"], { error: "must be true or false" }).optional(),
	sort: z.enum(MODEL_SORTS, { error: sortMessage }).optional(),
	offset: count(0, 1_000_000),
	limit: count(1, 1_000),
});

export type ModelQuery = z.output<typeof modelQuerySchema>;

/** A filter given twice is one list, as if its values had been joined by commas. */
function fieldsOf(params: URLSearchParams): Record<string, string> {
	const fields: Record<string, string> = {};
	for (const name of new Set(params.keys())) fields[name] = params.getAll(name).join(",");
	return fields;
}

function invalid(param: string, message: string): TurnpikeError {
	return new TurnpikeError("invalid_value", `${param}: ${message}`, { param });
}

/**
 * Reads the query of `GET /models`. Names nobody knows are ignored, as peers do.
 *
 * @throws TurnpikeError `invalid_value` with the first wrong parameter as `param`.
 */
export function parseModelQuery(params: URLSearchParams): ModelQuery {
	const unanswerable = UNANSWERABLE.find((name) => params.has(name));
	if (unanswerable !== undefined) throw invalid(unanswerable, "this filter is not available here");
	const result = modelQuerySchema.safeParse(fieldsOf(params));
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw invalid(String(issue?.path[0] ?? "query"), issue?.message ?? "is not valid");
}
