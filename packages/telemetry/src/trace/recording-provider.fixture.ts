import { AsyncLocalStorage } from "node:async_hooks";
import {
	type Attributes,
	type Context,
	type ContextManager,
	context,
	ROOT_CONTEXT,
	type Span,
	type SpanOptions,
	type SpanStatus,
	trace,
} from "@opentelemetry/api";

/** A span as it was recorded. */
export interface Recorded {
	readonly name: string;
	readonly id: string;
	readonly parent: string | undefined;
	readonly traceId: string;
	readonly kind: SpanOptions["kind"];
	readonly attributes: Attributes;
	status: SpanStatus | undefined;
	ended: number;
}

/** Registers a tracer provider that keeps spans in an array. @returns the array, and how to unregister it. */
export function record(): { readonly spans: readonly Recorded[]; readonly stop: () => void } {
	const spans: Recorded[] = [];
	trace.setGlobalTracerProvider({
		getTracer: () => ({
			startSpan: (name, options = {}, above = context.active()) => start(spans, name, options, above),
			startActiveSpan: () => {
				throw new Error("not used");
			},
		}),
	});
	context.setGlobalContextManager(asyncContexts());
	return {
		spans,
		stop: () => {
			trace.disable();
			context.disable();
		},
	};
}

function start(spans: Recorded[], name: string, options: SpanOptions, above: Context): Span {
	const parent = trace.getSpanContext(above);
	const attributes: Attributes = { ...options.attributes };
	const recorded: Recorded = {
		name,
		id: String(spans.length + 1).padStart(16, "0"),
		parent: parent?.spanId,
		traceId: parent?.traceId ?? "1".padStart(32, "0"),
		kind: options.kind,
		attributes,
		status: undefined,
		ended: 0,
	};
	spans.push(recorded);
	return spanOf(recorded, attributes);
}

function spanOf(recorded: Recorded, attributes: Attributes): Span {
	const span: Span = {
		spanContext: () => ({ traceId: recorded.traceId, spanId: recorded.id, traceFlags: 1 }),
		setAttribute: (name, value) => {
			attributes[name] = value;
			return span;
		},
		setAttributes: () => span,
		addEvent: () => span,
		addLink: () => span,
		addLinks: () => span,
		setStatus: (status) => {
			recorded.status = status;
			return span;
		},
		updateName: () => span,
		end: () => {
			recorded.ended++;
		},
		isRecording: () => true,
		recordException: () => {},
	};
	return span;
}

function asyncContexts(): ContextManager {
	const storage = new AsyncLocalStorage<Context>();
	const manager: ContextManager = {
		active: () => storage.getStore() ?? ROOT_CONTEXT,
		with: (above, work, self, ...args) => storage.run(above, () => work.call(self, ...args)),
		bind: (_, target) => target,
		enable: () => manager,
		disable: () => manager,
	};
	return manager;
}
