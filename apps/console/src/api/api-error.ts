/** A call of the API that did not go through: what it said, in its own words. */
export class ApiError extends Error {
	override readonly name = "ApiError";
	/** 0 when no answer came. */
	readonly status: number;
	readonly code: string;
	readonly param: string | undefined;
	readonly requestId: string | undefined;
	readonly metadata: Readonly<Record<string, unknown>>;

	constructor(details: {
		readonly status: number;
		readonly code: string;
		readonly message: string;
		readonly param?: string | undefined;
		readonly requestId?: string | undefined;
		readonly metadata?: Readonly<Record<string, unknown>>;
	}) {
		super(details.message);
		this.status = details.status;
		this.code = details.code;
		this.param = details.param;
		this.requestId = details.requestId;
		this.metadata = details.metadata ?? {};
	}
}
