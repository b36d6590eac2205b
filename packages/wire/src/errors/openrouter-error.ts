import { openRouterErrorType } from "./openrouter-error-type.ts";
import { publicMessage, publicMetadata } from "./public-message.ts";
import type { TurnpikeError } from "./turnpike-error.ts";

/** OpenRouter's error envelope: the status as `code`, everything else in `metadata`. */
export interface OpenRouterErrorBody {
	readonly error: {
		readonly code: number;
		readonly message: string;
		readonly metadata: Readonly<Record<string, unknown>>;
	};
}

/** An error as `/api/v1` says it: `error_type` is OpenRouter's word, `error_code` Turnpike's own. */
export function openRouterError(error: TurnpikeError, requestId: string): OpenRouterErrorBody {
	return {
		error: {
			code: error.status,
			message: publicMessage(error, requestId),
			metadata: {
				...publicMetadata(error),
				error_type: openRouterErrorType(error.code, error.status),
				error_code: error.code,
				...(error.param !== undefined && { param: error.param }),
			},
		},
	};
}

/** What a stream's chunks say of themselves, the failing one too. */
export interface ChunkHead {
	readonly id: string;
	readonly model: string;
	readonly provider: string;
	readonly created: number;
}

/** The chunk that ends a failed chat stream on `/api/v1`; no `[DONE]` follows. */
export function openRouterStreamError(error: TurnpikeError, requestId: string, head: ChunkHead): string {
	const chunk = {
		id: head.id,
		object: "chat.completion.chunk",
		created: head.created,
		model: head.model,
		provider: head.provider,
		...openRouterError(error, requestId),
		choices: [{ index: 0, delta: { content: "" }, finish_reason: "error", native_finish_reason: "error" }],
	};
	return `data: ${JSON.stringify(chunk)}\n\n`;
}
