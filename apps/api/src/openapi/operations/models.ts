import { modelQuerySchema } from "@turnpike/catalog";
import {
	endpointsSchema,
	modelListSchema,
	modelSchema,
	providerListSchema,
	zdrEndpointsSchema,
} from "@turnpike/catalog/answers";
import * as z from "zod";
import type { Answer, Operation } from "../operation.ts";

const LIST: Answer = { description: "Models.", schema: { name: "ModelList", schema: modelListSchema } };
const UNCHANGED: Answer = { status: 304, description: "What you have is what there is." };
const NAMED = { author: "The model's author.", slug: "The model's name; `%2F` in one part does, too." };

export const MODELS: readonly Operation[] = [
	{
		method: "get",
		path: "/models",
		id: "listModels",
		tag: "Models",
		summary: "List models",
		description:
			"All of them, unless a filter or `limit` says otherwise. Filters given twice, or with commas, are lists.",
		who: "anybody",
		headers: ["If-None-Match"],
		query: modelQuerySchema,
		answers: [LIST, UNCHANGED],
	},
	{
		method: "get",
		path: "/models/count",
		id: "countModels",
		tag: "Models",
		summary: "Count models",
		who: "anybody",
		query: modelQuerySchema,
		answers: [
			{
				description: "How many there are.",
				schema: { name: "ModelCount", schema: z.object({ data: z.object({ count: z.int().min(0) }) }) },
			},
			UNCHANGED,
		],
	},
	{
		method: "get",
		path: "/models/user",
		id: "listModelsOfKey",
		tag: "Models",
		summary: "List what a key may use",
		who: "key",
		query: modelQuerySchema,
		answers: [LIST, UNCHANGED],
	},
	{
		method: "get",
		path: "/embeddings/models",
		id: "listEmbeddingModels",
		tag: "Models",
		summary: "List models that embed",
		who: "anybody",
		query: modelQuerySchema,
		answers: [LIST, UNCHANGED],
	},
	{
		method: "get",
		path: "/images/models",
		id: "listImageModels",
		tag: "Models",
		summary: "List models that make images",
		description: "The catalog holds none yet.",
		who: "anybody",
		query: modelQuerySchema,
		answers: [LIST, UNCHANGED],
	},
	{
		method: "get",
		path: "/models/{slug}",
		id: "getModelByName",
		tag: "Models",
		summary: "One model, by a bare or an encoded name",
		who: "anybody",
		parameters: { slug: "`openai%2Fgpt-5.5`, or a bare name that only one model has." },
		answers: [{ description: "The model.", schema: { name: "Model", schema: modelSchema } }, UNCHANGED],
		errors: ["model_not_found"],
	},
	{
		method: "get",
		path: "/models/{author}/{slug}",
		id: "getModel",
		tag: "Models",
		summary: "One model",
		who: "anybody",
		parameters: NAMED,
		answers: [{ description: "The model.", schema: { name: "Model", schema: modelSchema } }, UNCHANGED],
		errors: ["model_not_found"],
	},
	{
		method: "get",
		path: "/model/{author}/{slug}",
		id: "getModelAsOpenRouter",
		tag: "Models",
		summary: "One model, in OpenRouter's envelope",
		who: "anybody",
		parameters: NAMED,
		answers: [
			{
				description: "The model.",
				schema: { name: "ModelEnvelope", schema: z.object({ data: modelSchema }) },
			},
			UNCHANGED,
		],
		errors: ["model_not_found"],
	},
	{
		method: "get",
		path: "/models/{author}/{slug}/endpoints",
		id: "listEndpoints",
		tag: "Models",
		summary: "Who serves a model, and at what price",
		who: "anybody",
		parameters: NAMED,
		answers: [{ description: "Its endpoints.", schema: { name: "Endpoints", schema: endpointsSchema } }, UNCHANGED],
		errors: ["model_not_found"],
	},
	{
		method: "get",
		path: "/endpoints/zdr",
		id: "listZdrEndpoints",
		tag: "Models",
		summary: "Endpoints that keep nothing",
		description:
			"Those known to; an endpoint whose policy nobody knows is not among them, and `provider.zdr` leaves it out of a call.",
		who: "anybody",
		answers: [
			{ description: "Endpoints of all models.", schema: { name: "ZdrEndpoints", schema: zdrEndpointsSchema } },
			UNCHANGED,
		],
	},
	{
		method: "get",
		path: "/providers",
		id: "listProviders",
		tag: "Models",
		summary: "List providers",
		who: "anybody",
		answers: [{ description: "Providers.", schema: { name: "ProviderList", schema: providerListSchema } }],
	},
];
