import { type Context, ROOT_CONTEXT, trace } from "@opentelemetry/api";

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/**
 * The caller's span as the parent of ours, from its `traceparent` header (W3C Trace Context, section 3.2).
 *
 * @returns undefined where there is none, or none that is valid: then a trace begins here.
 */
export function parentFrom(traceparent: string | undefined): Context | undefined {
	const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
	if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
	if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
	const traceFlags = Number.parseInt(flags, 16);
	return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
