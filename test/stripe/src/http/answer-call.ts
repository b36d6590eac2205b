import { API_VERSION, type World } from "../objects/world.ts";
import { ApiError, invalidRequest } from "./api-error.ts";
import { expand } from "./expand.ts";
import type { Answer, IdempotencyKeys } from "./idempotency.ts";
import { Params } from "./params.ts";
import { parseForm } from "./parse-form.ts";
import { findRoute } from "./routes.ts";

export interface ApiRequest {
	readonly method: string;
	/** With its query. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
	readonly requestId: string;
}

export interface ApiAnswer extends Answer {
	readonly headers: Readonly<Record<string, string>>;
}

/** Answers one call of the API: who asks, has it been answered before, what does it do. */
export function answerCall(world: World, keys: IdempotencyKeys, secretKey: string, request: ApiRequest): ApiAnswer {
	const headers = { "request-id": request.requestId, "stripe-version": API_VERSION };
	try {
		authenticate(request, secretKey);
		const key = request.method === "POST" ? request.headers["idempotency-key"] : undefined;
		if (key === undefined) return { ...carryOut(world, request, null), headers };
		if (key.length > 255) throw invalidRequest("Idempotency keys can be at most 255 characters long.");
		const fingerprint = `${request.method} ${request.url} ${request.body}`;
		const kept = keys.find(key, fingerprint);
		const named = { ...headers, "idempotency-key": key, "original-request": request.requestId };
		if (kept) return { ...kept, headers: { ...named, "idempotent-replayed": "true" } };
		const answer = carryOut(world, request, key);
		keys.keep(key, fingerprint, answer);
		return { ...answer, headers: named };
	} catch (error) {
		return { ...answerOf(error), headers };
	}
}

function authenticate({ headers }: ApiRequest, secretKey: string): void {
	const given = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
	if (given === secretKey) return;
	const message =
		given === undefined
			? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth."
			: `Invalid API Key provided: ${given.slice(0, 8)}****`;
	throw new ApiError(401, { type: "invalid_request_error", message });
}

/** What cannot be read whole is thrown, and was not begun; once it has begun, its answer counts, an error too. */
function carryOut(world: World, request: ApiRequest, idempotencyKey: string | null): Answer {
	const act = plan(world, request, idempotencyKey);
	try {
		return act();
	} catch (error) {
		return answerOf(error);
	}
}

/** Reads a request whole. */
function plan(world: World, request: ApiRequest, idempotencyKey: string | null): () => Answer {
	const [path = "", query = ""] = request.url.split("?");
	const found = findRoute(request.method, path);
	if (!found) {
		const message = `Unrecognized request URL (${request.method}: ${path}).`;
		throw new ApiError(404, { type: "invalid_request_error", message });
	}
	const params = new Params(parseForm(request.method === "GET" ? query : request.body));
	const paths = params.list("expand");
	const cause = { requestId: request.requestId, idempotencyKey };
	const act = found.handler({ world, params, id: decodeURIComponent(found.id), path, cause });
	params.refuseOthers();
	return () => ({ status: 200, body: expand(world, act(), paths) });
}

function answerOf(error: unknown): Answer {
	if (!(error instanceof ApiError)) throw error;
	return { status: error.status, body: { error: error.body } };
}
