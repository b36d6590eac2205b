import { TurnpikeError } from "../errors/turnpike-error.ts";
import type { JsonRecord } from "../json/record.ts";

/**
 * The request with its model named. `models` alone is enough, as on OpenRouter: its first entry is the model asked for.
 *
 * @throws TurnpikeError `missing_required_parameter`
 */
export function withModel(value: JsonRecord): JsonRecord {
	const { model, models } = value;
	if (model != null && model !== "") return value;
	if (Array.isArray(models) && models.length > 0) return { ...value, model: models[0] };
	const message = "Missing required parameter: 'model'. Name a model as author/model, such as openai/gpt-5.5.";
	throw new TurnpikeError("missing_required_parameter", message, { param: "model" });
}

/** The models to fall back to, in order, without repeats and without the first. */
export function fallbacksOf(model: string, models: readonly string[] | null | undefined): readonly string[] {
	if (models == null || models.length === 0) return [];
	return [...new Set(models)].filter((name) => name !== model);
}
