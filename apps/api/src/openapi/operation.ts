import type { ErrorCode } from "@turnpike/wire";
import type * as z from "zod";

/** What the reference is divided by, in its order. */
export const TAGS = {
	Inference: "Calls of models, in the format your client speaks already.",
	Models: "The catalog: what there is, who serves it, and what it costs.",
	Usage: "What was used, by whom, and what it cost.",
	Keys: "Keys, projects and budgets.",
	Credits: "The prepaid balance and how it is filled.",
	Account: "Who is signed in, and who belongs to an organisation.",
	Server: "Whether it is well, and what it says of itself.",
} as const;

export type Tag = keyof typeof TAGS;

/**
 * Who may ask: anybody; an inference key; an inference or a management key; either of them or a signed-in member; a
 * management key or a signed-in member; a signed-in member alone.
 */
export type Who = "anybody" | "inference" | "key" | "reader" | "manager" | "member";

/** Headers of a request, described once in `headers.ts`. */
export type RequestHeader =
	| "Idempotency-Key"
	| "x-turnpike-max-cost"
	| "x-turnpike-tags"
	| "X-Title"
	| "HTTP-Referer"
	| "traceparent"
	| "anthropic-version"
	| "If-None-Match";

/** One form of a good answer. */
export interface Answer {
	/** 200 by default. */
	readonly status?: number;
	readonly description: string;
	/** `application/json` by default. */
	readonly type?: string;
	/** What is in it, and the name the document gives that; absent: no body, or text. */
	readonly schema?: NamedSchema;
	readonly example?: unknown;
}

export interface NamedSchema {
	readonly name: string;
	readonly schema: z.ZodType;
}

export interface RequestBody extends NamedSchema {
	readonly example: unknown;
	/** What a member is for, where its schema does not say. */
	readonly members?: Readonly<Record<string, string>>;
}

/** One route as the reference describes it. */
export interface Operation {
	readonly method: "get" | "post" | "put" | "patch" | "delete";
	/** Below both roots, with `{parameters}`; from the host where `from` says so. */
	readonly path: string;
	readonly from?: "host";
	readonly id: string;
	readonly tag: Tag;
	readonly summary: string;
	/** Markdown. */
	readonly description?: string;
	readonly who: Who;
	/** What each `{parameter}` of the path is, or the schema that reads them. */
	readonly parameters?: Readonly<Record<string, string>>;
	readonly pathSchema?: z.ZodObject;
	readonly query?: z.ZodObject;
	readonly headers?: readonly RequestHeader[];
	readonly body?: RequestBody;
	readonly answers: readonly Answer[];
	/** Beside what every route with its kind of caller and body may say. */
	readonly errors?: readonly ErrorCode[];
}
