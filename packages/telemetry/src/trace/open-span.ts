import {
	type Attributes,
	type AttributeValue,
	type Context,
	context,
	ProxyTracerProvider,
	type Span,
	SpanKind,
	SpanStatusCode,
	type Tracer,
	trace,
} from "@opentelemetry/api";
import { ATTRIBUTES } from "./attributes.ts";

const TRACER_NAME = "turnpike";

/** A span somebody has to end. Without a registered tracer provider all of them are one object that does nothing. */
export interface OpenSpan {
	set(name: string, value: AttributeValue): void;
	/** Marks it failed. @param type an error code or failure kind, never a message with the caller's words in it. */
	fail(type: string): void;
	end(): void;
	/** Runs work with this span as the parent of those opened in it. */
	run<Result>(work: () => Result): Result;
	/** Opens a span below this one, wherever the caller stands. */
	child(name: string, kind: "client" | "internal", attributes: () => Attributes): OpenSpan;
}

const NOTHING: OpenSpan = {
	set: () => {},
	fail: () => {},
	end: () => {},
	run: (work) => work(),
	child: () => NOTHING,
};

const KINDS = { client: SpanKind.CLIENT, internal: SpanKind.INTERNAL, server: SpanKind.SERVER } as const;

/**
 * Opens a span, below the one that is active unless a parent is given.
 *
 * @param attributes called only where spans are recorded.
 */
export function openSpan(
	name: string,
	kind: keyof typeof KINDS,
	attributes: () => Attributes,
	parent?: Context,
): OpenSpan {
	const tracer = currentTracer();
	if (tracer === undefined) return NOTHING;
	const above = parent ?? context.active();
	return wrap(tracer.startSpan(name, { kind: KINDS[kind], attributes: attributes() }, above), above);
}

/** The registered tracer; undefined while none is, which is cheaper to ask than to make spans nobody records. */
function currentTracer(): Tracer | undefined {
	const provider = trace.getTracerProvider();
	return provider instanceof ProxyTracerProvider
		? provider.getDelegateTracer(TRACER_NAME)
		: provider.getTracer(TRACER_NAME);
}

function wrap(span: Span, above: Context): OpenSpan {
	const own = trace.setSpan(above, span);
	return {
		set: (name, value) => void span.setAttribute(name, value),
		fail: (type) => {
			span.setAttribute(ATTRIBUTES.errorType, type);
			span.setStatus({ code: SpanStatusCode.ERROR });
		},
		end: () => span.end(),
		run: (work) => context.with(own, work),
		child: (name, kind, attributes) => openSpan(name, kind, attributes, own),
	};
}
