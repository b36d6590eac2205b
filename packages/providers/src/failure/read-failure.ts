import type { UpstreamFailure } from "@turnpike/wire";
import { isRecord, type JsonRecord, parseRecord } from "../json/record.ts";
import { kindOfStatus } from "./kind-of-status.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { safeMessage } from "./safe-message.ts";

type Kind = UpstreamFailure["kind"];

/** Codes and types that say more than the status they come with; the first that is known decides. */
const KIND_OF_CODE: Readonly<Record<string, Kind>> = {
	context_length_exceeded: "context_length",
	string_above_max_length: "context_length",
	content_filter: "content_policy",
	content_policy_violation: "content_policy",
	invalid_prompt: "content_policy",
	moderation_blocked: "content_policy",
	invalid_api_key: "unauthorized",
	authentication_error: "unauthorized",
	permission_error: "unauthorized",
	billing_error: "unauthorized",
	// OpenAI answers 429 when the account has no money left; waiting does not help.
	insufficient_quota: "unauthorized",
	billing_hard_limit_reached: "unauthorized",
	model_not_found: "not_found",
	model_not_available: "not_found",
	not_found_error: "not_found",
	rate_limit_exceeded: "rate_limited",
	rate_limit_error: "rate_limited",
	tokens: "rate_limited",
	requests: "rate_limited",
	overloaded_error: "unavailable",
	server_error: "unavailable",
	api_error: "unavailable",
	internal_server_error: "unavailable",
	service_unavailable: "unavailable",
	timeout_error: "timeout",
	invalid_request_error: "rejected",
};

const CONTEXT_WORDS =
	/maximum context length|context[ _-]?(?:length|window)|prompt is too long|input is too long|too many (?:input )?tokens|reduce the length/i;

/** Said with a 400 or 429 by providers who mean our account (Anthropic) or our key (xAI). */
const ACCOUNT_WORDS =
	/credit balance is too low|insufficient (?:balance|credits?|funds)|exceeded your current quota|(?:incorrect|invalid) api key/i;

/** Our standing with a provider is our business: its words about keys and accounts are not passed on. */
const OUR_FAULT = "The provider refused this router's credentials or account.";

/** What an upstream says of an error, wherever its dialect puts it. */
export interface ErrorWords {
	/** The provider's code, then its type: whichever it sent. */
	readonly codes: readonly string[];
	readonly message: string;
	/** A status named in the body, for errors inside a 200. */
	readonly status?: number;
}

/**
 * Reads the error of a body: `{"error":{"message","type","code"}}` (OpenAI, Anthropic, Groq, xAI, OpenRouter),
 * `{"error":"…"}`, `{"message":…}` (Mistral) and `{"detail":…}` (FastAPI servers).
 */
export function errorWords(body: JsonRecord): ErrorWords {
	const error = body.error;
	if (isRecord(error)) return wordsOf(error);
	if (typeof error === "string") return { ...wordsOf(body), message: error };
	return wordsOf(body);
}

function wordsOf(error: JsonRecord): ErrorWords {
	const codes = [error.code, error.type].filter((code) => typeof code === "string");
	const message = firstText(error.message, error.detail, error.msg);
	const status = Number(error.code);
	return Number.isInteger(status) && status >= 400 && status < 600 ? { codes, message, status } : { codes, message };
}

function firstText(...candidates: readonly unknown[]): string {
	for (const candidate of candidates) {
		if (typeof candidate === "string" && candidate !== "") return candidate;
		if (typeof candidate === "object" && candidate !== null) return JSON.stringify(candidate);
	}
	return "";
}

/** What kind of failure a status and the provider's words make together. */
export function kindOf(status: number | undefined, words: ErrorWords): Kind {
	const byStatus = status === undefined ? undefined : kindOfStatus(status);
	if (byStatus !== undefined && byStatus !== "rejected" && byStatus !== "rate_limited" && status !== 403)
		return byStatus;
	if (byStatus !== undefined && ACCOUNT_WORDS.test(words.message)) return "unauthorized";
	for (const code of words.codes) {
		const kind = KIND_OF_CODE[code];
		if (kind !== undefined && kind !== "rejected" && !contradicts(kind, byStatus)) return kind;
	}
	if (byStatus === "rejected" && CONTEXT_WORDS.test(words.message)) return "context_length";
	if (status === 403 && /moderation|flagged|content policy/i.test(words.message)) return "content_policy";
	if (byStatus !== undefined) return byStatus;
	return words.codes.includes("invalid_request_error") ? "rejected" : "unavailable";
}

/** A 4xx about the request is not made our server's or rate's fault by a loosely chosen type. */
function contradicts(kind: Kind, byStatus: Kind | undefined): boolean {
	return byStatus === "rejected" && (kind === "rate_limited" || kind === "unavailable");
}

function failureOf(status: number | undefined, words: ErrorWords, retryAfter: number | undefined): UpstreamFailure {
	const kind = kindOf(status, words);
	const said = kind === "unauthorized" ? OUR_FAULT : safeMessage(words.message);
	const message = said === "" ? `The provider answered with ${status ?? "an error"} and no explanation.` : said;
	return { kind, status, message, ...(retryAfter !== undefined && { retryAfterSeconds: retryAfter }) };
}

/** Reads a non-2xx answer. A body that is not JSON (a proxy's error page) is not repeated to the caller. */
export function readFailure(status: number, headers: Headers, text: string): UpstreamFailure {
	const body = parseRecord(text);
	const words = body === undefined ? { codes: [], message: "" } : errorWords(body);
	return failureOf(status, words, retryAfterSeconds(headers));
}

/** Reads an error that came inside a 200 answer or a stream, where the only status is the one the body names. */
export function readInBandFailure(body: JsonRecord): UpstreamFailure {
	const words = errorWords(body);
	return failureOf(words.status, words, undefined);
}

/** What is said of an answer that is not the protocol. */
export function malformed(what: string): UpstreamFailure {
	return { kind: "malformed", status: undefined, message: `The provider answered with ${what}.` };
}
