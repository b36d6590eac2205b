import { ERROR_CODES, type ErrorCode } from "./codes.ts";

export interface ErrorDetails {
	/** Where in the request the mistake is, as a path: `messages[0].role`. */
	readonly param?: string;
	readonly metadata?: Readonly<Record<string, unknown>>;
	/** Whole seconds a client should wait before it tries again. */
	readonly retryAfterSeconds?: number;
	/** Whether the same call may succeed later and nothing was billed for this one; the code's own answer by default. */
	readonly shouldRetry?: boolean;
	readonly cause?: unknown;
}

/** An error that may be shown to a caller as it is: its message says what was wrong and what would be right. */
export class TurnpikeError extends Error {
	override readonly name = "TurnpikeError";
	readonly code: ErrorCode;
	readonly status: number;
	readonly type: string;
	readonly param: string | undefined;
	readonly metadata: Readonly<Record<string, unknown>> | undefined;
	readonly retryAfterSeconds: number | undefined;
	readonly shouldRetry: boolean;

	constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		const kind = ERROR_CODES[code];
		this.code = code;
		this.status = kind.status;
		this.type = kind.type;
		this.param = details.param;
		this.metadata = details.metadata;
		this.retryAfterSeconds = details.retryAfterSeconds;
		this.shouldRetry = details.shouldRetry ?? kind.retry;
	}
}
