import { publicMessage, publicMetadata } from "./public-message.ts";
import type { TurnpikeError } from "./turnpike-error.ts";

/** OpenAI's error envelope, with `metadata` where an error has details. */
export interface OpenAiErrorBody {
	readonly error: {
		readonly message: string;
		readonly type: string;
		readonly param: string | null;
		readonly code: string;
		readonly metadata?: Readonly<Record<string, unknown>>;
	};
}

/** An error as `/v1` says it. */
export function openAiError(error: TurnpikeError, requestId: string): OpenAiErrorBody {
	const metadata = publicMetadata(error);
	return {
		error: {
			message: publicMessage(error, requestId),
			type: error.type,
			param: error.param ?? null,
			code: error.code,
			...(metadata && { metadata }),
		},
	};
}

/**
 * The frame that ends a failed chat stream on `/v1`. It has no `choices` (with them, the AI SDK takes it for a chunk
 * and swallows the error) and no `[DONE]` follows.
 */
export function openAiStreamError(error: TurnpikeError, requestId: string): string {
	return `data: ${JSON.stringify(openAiError(error, requestId))}\n\n`;
}
