import type { KeyRecord } from "@turnpike/accounts";
import { parseUsd } from "@turnpike/money";
import { openGenerationSpan, parentFrom } from "@turnpike/telemetry";
import { type Call, type Flavor, type Format, type JsonBody, TurnpikeError, toTurnpikeError } from "@turnpike/wire";
import { authenticate } from "../authenticate.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { errorResponse, errorStyleOf } from "../http/error-response.ts";
import { checkTextBodySize, readJsonBody } from "../http/read-body.ts";
import { answerCall } from "../retries/answer-call.ts";
import type { OpenCall } from "../retries/open-call.ts";
import { nobodyReads } from "../retries/response-of.ts";
import type { Arrival } from "./arrival.ts";
import { CallerGone } from "./attempt-failure.ts";
import { readTags } from "./read-tags.ts";

const FORWARDED = ["anthropic-version", "anthropic-beta", "openai-beta", "traceparent"] as const;

/** The handler of one inference route: who is calling, what is asked, then the generation. */
export function inferenceHandler(deps: ApiDependencies, format: Format, flavor: Flavor) {
	return async (request: Request): Promise<Response> => {
		const arrivedAt = deps.monotonic();
		const { id, uuid } = deps.ids.named("generation");
		const requestId = `req_${id.slice(4)}`;
		const leave = deps.inFlight.enter();
		try {
			if (deps.inFlight.count > deps.maxInFlight) throw shed();
			const known = authenticate(deps, request.headers, "inference");
			const key = known instanceof Promise ? await known : known;
			const body = await readJsonBody(request, deps.deadlines, deps.timeouts.bodyMs);
			const call = parseCall(format, flavor, body, request.headers);
			const begin = (open: OpenCall) =>
				arrivalOf(deps, request, { id, uuid, requestId, leave, arrivedAt, key, open, format, body });
			const { signal } = request;
			const asked = { request, signal, requestId, generationId: uuid, leave, keyId: key.id, call };
			return await answerCall(deps, asked, begin);
		} catch (error) {
			leave();
			return refuse(deps, request, requestId, id, error);
		}
	};
}

function parseCall(format: Format, flavor: Flavor, body: JsonBody, headers: Headers): Call {
	const call = format.parse(body, flavor);
	const { inlineImages, inlineFiles, remote } = call.media;
	checkTextBodySize(body.bytes, inlineImages + inlineFiles + remote > 0);
	const maxCost = headers.get("x-turnpike-max-cost");
	return maxCost === null ? call : { ...call, maxCostNanoUsd: readMaxCost(maxCost) };
}

function readMaxCost(text: string) {
	try {
		const amount = parseUsd(text.trim());
		if (amount >= 0n) return amount;
	} catch {
		// Said below, together with a negative amount.
	}
	throw new TurnpikeError(
		"invalid_header",
		`x-turnpike-max-cost must be an amount of USD such as 0.05, not ${JSON.stringify(text)}.`,
		{
			param: "x-turnpike-max-cost",
		},
	);
}

interface Parts {
	readonly id: string;
	readonly uuid: string;
	readonly leave: () => void;
	readonly requestId: string;
	readonly arrivedAt: number;
	readonly key: KeyRecord;
	readonly open: OpenCall;
	readonly format: Format;
	readonly body: JsonBody;
}

function arrivalOf(deps: ApiDependencies, request: Request, parts: Parts): Arrival {
	const { headers } = request;
	const { id, uuid, requestId, leave, arrivedAt, key, open, format, body } = parts;
	const { call } = open;
	const facts = {
		operation: call.format === "embeddings" ? "embeddings" : "chat",
		generationId: id,
		requestModel: call.model,
		stream: call.stream,
	} as const;
	return {
		id,
		uuid,
		requestId,
		leave,
		key,
		call,
		format,
		arrivedAt,
		open,
		admittedAt: deps.now(),
		forwardedHeaders: forwardedHeaders(headers),
		endUser: endUserOf(body.value),
		tags: readTags(headers.get("x-turnpike-tags")),
		span: openGenerationSpan(facts, parentFrom(headers.get("traceparent") ?? undefined)),
		app: headers.get("x-title") ?? headers.get("x-openrouter-title") ?? headers.get("http-referer") ?? "",
	};
}

function forwardedHeaders(headers: Headers): Record<string, string> {
	const forwarded: Record<string, string> = {};
	for (const name of FORWARDED) {
		const value = headers.get(name);
		if (value !== null) forwarded[name] = value;
	}
	return forwarded;
}

function endUserOf(value: Readonly<Record<string, unknown>>): string {
	if (typeof value.user === "string") return value.user;
	const { metadata } = value;
	if (typeof metadata !== "object" || metadata === null || !("user_id" in metadata)) return "";
	return typeof metadata.user_id === "string" ? metadata.user_id : "";
}

function shed(): TurnpikeError {
	return new TurnpikeError("overloaded", "This server has as many calls as it can take; try again shortly.");
}

function refuse(deps: ApiDependencies, request: Request, requestId: string, id: string, thrown: unknown): Response {
	if (thrown instanceof CallerGone) return nobodyReads();
	const error = toTurnpikeError(thrown);
	if (error.code === "internal_error") deps.log.error("internal error", { request_id: requestId, error: error.cause });
	deps.metrics.refusals.of(error.code).add();
	const style = errorStyleOf(new URL(request.url).pathname, request.headers);
	return errorResponse(error, style, requestId, { "x-generation-id": id });
}
