import type { Attributes, Context } from "@opentelemetry/api";
import { TurnpikeError } from "@turnpike/wire";
import { type OpenSpan, openSpan } from "./open-span.ts";

/**
 * Runs work inside a span and ends it with the work; what is thrown marks it failed and is thrown on. For work that
 * outlives its function, as a stream does, use `openSpan`.
 *
 * @param attributes called only where spans are recorded.
 */
export async function withSpan<Result>(
	name: string,
	attributes: () => Attributes,
	work: (span: OpenSpan) => Promise<Result>,
	parent?: Context,
): Promise<Result> {
	const span = openSpan(name, "internal", attributes, parent);
	try {
		return await span.run(() => work(span));
	} catch (error) {
		span.fail(errorType(error));
		throw error;
	} finally {
		span.end();
	}
}

/** A TurnpikeError's code, else the error's class: its message may hold what a caller wrote. */
export function errorType(error: unknown): string {
	if (error instanceof TurnpikeError) return error.code;
	return error instanceof Error ? error.name : "unknown";
}
