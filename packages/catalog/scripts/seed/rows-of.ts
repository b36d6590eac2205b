import type { SeedFeature, SeedFile } from "../../src/snapshot/seed-schema.ts";
import { isEmbedding, isOffered } from "./is-offered.ts";
import { priceOfRow } from "./price-of-row.ts";
import { slugOf } from "./slug-of.ts";
import type { SourceModel } from "./source-schema.ts";

export type EndpointRow = SeedFile["endpoints"][number];

/** A row of the source that is offered, with the endpoint it makes. */
export interface OfferedRow {
	readonly source: SourceModel;
	readonly endpoint: EndpointRow;
}

// Audio is billed in a unit of its own that the source does not price for these models, so it is not offered.
const MODALITIES: Readonly<Record<string, EndpointRow["input"][number]>> = {
	text: "text",
	image: "image",
	pdf: "file",
	video: "video",
};

function inputOf(model: SourceModel): EndpointRow["input"] {
	return model.modalities.input.flatMap((name) => MODALITIES[name] ?? []).sort();
}

function featuresOf(model: SourceModel): SeedFeature[] {
	const options = new Set((model.reasoning_options ?? []).map((option) => option.type));
	const has: Readonly<Record<SeedFeature, boolean>> = {
		tools: model.tool_call,
		structured_outputs: model.structured_output ?? false,
		reasoning: model.reasoning,
		effort: model.reasoning && options.has("effort"),
		sampling: (model.temperature ?? false) && !isEmbedding(model),
	};
	const names: readonly SeedFeature[] = ["tools", "structured_outputs", "reasoning", "effort", "sampling"];
	return names.filter((name) => has[name]);
}

function endpointOf(provider: string, model: SourceModel): EndpointRow {
	const { context, input, output } = model.limit;
	const price = priceOfRow(provider, model);
	return {
		model: slugOf(provider, model.id, model.canonical_model_id),
		provider,
		id: model.id,
		context,
		...(input === undefined || input >= context ? {} : { maxPrompt: input }),
		// The source's "output" of an embedding model is the length of its vectors.
		maxOutput: isEmbedding(model) ? 0 : Math.min(output, context),
		input: inputOf(model),
		features: featuresOf(model),
		...(/-FP8$/i.test(model.id) ? { quantization: "fp8" } : {}),
		...(model.status === "deprecated" ? { deprecated: true } : {}),
		...(price === undefined ? {} : { price }),
	};
}

/** All rows one provider offers. */
export function rowsOf(provider: string, models: readonly SourceModel[]): OfferedRow[] {
	return models
		.filter((model) => isOffered(provider, model))
		.map((source) => ({ source, endpoint: endpointOf(provider, source) }));
}
