import type { PaymentError, PaymentIntent } from "../objects/shapes.ts";

/** An error as the API says it: https://docs.stripe.com/api/errors. */
export class ApiError extends Error {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;

	constructor(status: number, body: Readonly<Record<string, unknown>> & { message: string }) {
		super(body.message);
		this.status = status;
		this.body = body;
	}
}

export function invalidRequest(message: string, param?: string, code?: string): ApiError {
	return new ApiError(400, { type: "invalid_request_error", message, ...(param && { param }), ...(code && { code }) });
}

/** @param kind as in a sentence of Stripe's: `payment_intent`, `customer`, … */
export function noSuch(kind: string, id: string, param = "id"): ApiError {
	const message = `No such ${kind}: '${id}'`;
	return new ApiError(404, { type: "invalid_request_error", code: "resource_missing", param, message });
}

/** A payment that its card refused: with the intent as it is then. */
export function cardError(error: PaymentError, intent: PaymentIntent): ApiError {
	return new ApiError(402, { ...error, payment_intent: structuredClone(intent) });
}
