/**
 * The canonical request: what a call asks for, in no vendor's words. It is built only when a call must be translated
 * from one dialect to another; a call that meets its own dialect upstream is forwarded by splicing its original text.
 */
export type CanonicalPart =
	| { readonly type: "text"; readonly text: string; readonly cacheControl?: CacheControl }
	| {
			readonly type: "image";
			readonly source: MediaSource;
			readonly detail?: string;
			readonly cacheControl?: CacheControl;
	  }
	| { readonly type: "audio"; readonly data: string; readonly format: string }
	| {
			readonly type: "file";
			readonly source: MediaSource;
			readonly filename?: string;
			readonly cacheControl?: CacheControl;
	  }
	| {
			readonly type: "tool_call";
			readonly id: string;
			readonly name: string;
			readonly argumentsJson: string;
			readonly cacheControl?: CacheControl;
	  }
	| {
			readonly type: "tool_result";
			readonly callId: string;
			readonly content: readonly CanonicalPart[];
			readonly isError?: boolean;
			readonly cacheControl?: CacheControl;
	  }
	| { readonly type: "reasoning"; readonly text: string; readonly signature?: string }
	| { readonly type: "redacted_reasoning"; readonly data: string };

export type MediaSource =
	| { readonly kind: "url"; readonly url: string }
	| { readonly kind: "base64"; readonly mediaType: string; readonly data: string };

export interface CacheControl {
	readonly type: "ephemeral";
	readonly ttl?: "5m" | "1h";
}

export interface CanonicalMessage {
	readonly role: "user" | "assistant";
	readonly parts: readonly CanonicalPart[];
}

export interface CanonicalTool {
	readonly name: string;
	readonly description?: string;
	/** A JSON schema. */
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly strict?: boolean;
	readonly cacheControl?: CacheControl;
}

export type CanonicalToolChoice =
	| { readonly type: "auto" | "none" | "required" }
	| { readonly type: "tool"; readonly name: string };

export type CanonicalResponseFormat =
	| { readonly type: "text" | "json_object" }
	| {
			readonly type: "json_schema";
			readonly name: string;
			readonly schema: Readonly<Record<string, unknown>>;
			readonly strict?: boolean;
	  };

export interface CanonicalReasoning {
	readonly effort?: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";
	readonly maxTokens?: number;
	readonly exclude?: boolean;
}

export interface CanonicalRequest {
	readonly system: readonly CanonicalPart[];
	readonly messages: readonly CanonicalMessage[];
	readonly tools: readonly CanonicalTool[];
	readonly toolChoice?: CanonicalToolChoice;
	readonly parallelToolCalls?: boolean;
	readonly maxOutputTokens?: number;
	readonly temperature?: number;
	readonly topP?: number;
	readonly topK?: number;
	readonly frequencyPenalty?: number;
	readonly presencePenalty?: number;
	readonly seed?: number;
	readonly stop?: readonly string[];
	readonly choices: number;
	readonly responseFormat?: CanonicalResponseFormat;
	readonly reasoning?: CanonicalReasoning;
	readonly user?: string;
	readonly stream: boolean;
}
