import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { TurnpikeError } from "@turnpike/wire";
import { afterEach, describe, expect, test } from "vitest";
import { openAttemptSpan, openGenerationSpan } from "./open-generation-span.ts";
import { openSpan } from "./open-span.ts";
import { parentFrom } from "./parent-from.ts";
import { record } from "./recording-provider.fixture.ts";
import { withSpan } from "./with-span.ts";

const GENERATION = { operation: "chat", generationId: "gen_1", requestModel: "openai/gpt-5.5", stream: true } as const;
const ATTEMPT = {
	operation: "chat",
	attempt: 1,
	endpointId: "openai/gpt-5.5@openai",
	provider: "openai",
	providerModelId: "gpt-5.5",
} as const;

let recording: ReturnType<typeof record> | undefined;

function recorded() {
	recording = record();
	return recording.spans;
}

afterEach(() => {
	recording?.stop();
	recording = undefined;
});

describe("without a tracer provider", () => {
	test("every span is the same one that does nothing, and no attribute is computed", () => {
		const unread = () => {
			throw new Error("attributes were computed for nobody");
		};
		const span = openSpan("a", "internal", unread);
		expect(openSpan("b", "client", unread)).toBe(span);
		expect(span.child("c", "client", unread)).toBe(span);
		expect(openGenerationSpan(GENERATION)).toBe(span);
	});

	test("work runs as it is", async () => {
		await expect(
			withSpan(
				"a",
				() => ({}),
				async () => 5,
			),
		).resolves.toBe(5);
		expect(openSpan("a", "internal", () => ({})).run(() => 6)).toBe(6);
	});
});

describe("with a tracer provider", () => {
	test("a generation and its attempts are recorded under the conventions' names", () => {
		const spans = recorded();
		const generation = openGenerationSpan(GENERATION);
		const attempt = openAttemptSpan(generation, ATTEMPT);
		attempt.set("http.response.status_code", 200);
		attempt.end();
		generation.end();
		expect(spans).toMatchObject([
			{
				name: "generation",
				kind: SpanKind.INTERNAL,
				ended: 1,
				attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "openai/gpt-5.5" },
			},
			{
				name: "chat gpt-5.5",
				kind: SpanKind.CLIENT,
				parent: spans[0]?.id,
				ended: 1,
				attributes: { "gen_ai.provider.name": "openai", "http.response.status_code": 200 },
			},
		]);
	});

	test("work is inside its span, which ends once with it", async () => {
		const spans = recorded();
		await withSpan(
			"outer",
			() => ({}),
			async () => {
				await Promise.resolve();
				await withSpan(
					"inner",
					() => ({}),
					async () => undefined,
				);
			},
		);
		expect(spans.map(({ name, parent, ended }) => ({ name, parent, ended }))).toEqual([
			{ name: "outer", parent: undefined, ended: 1 },
			{ name: "inner", parent: spans[0]?.id, ended: 1 },
		]);
	});

	test("what work throws is thrown on, and told by its code alone", async () => {
		const spans = recorded();
		const failing = (error: Error) =>
			withSpan(
				"x",
				() => ({}),
				() => Promise.reject(error),
			);
		await expect(failing(new TurnpikeError("overloaded", "secret words"))).rejects.toThrow("secret words");
		await expect(failing(new TypeError("secret words"))).rejects.toThrow("secret words");
		expect(spans.map(({ attributes }) => attributes["error.type"])).toEqual(["overloaded", "TypeError"]);
		expect(spans.every(({ status, ended }) => status?.code === SpanStatusCode.ERROR && ended === 1)).toBe(true);
		expect(JSON.stringify(spans)).not.toContain("secret words");
	});
});

describe("a traceparent header", () => {
	const traceId = "0af7651916cd43dd8448eb211c80319c";
	const spanId = "b7ad6b7169203331";

	test("makes the caller's span the parent", () => {
		const spans = recorded();
		openGenerationSpan(GENERATION, parentFrom(`00-${traceId}-${spanId}-01`)).end();
		expect(spans[0]).toMatchObject({ traceId, parent: spanId });
	});

	test("of a later version is read as far as it is known", () => {
		expect(parentFrom(`01-${traceId}-${spanId}-01-more`)).toBeDefined();
	});

	test.each([
		undefined,
		"",
		"00",
		`ff-${traceId}-${spanId}-01`,
		`00-${"0".repeat(32)}-${spanId}-01`,
		`00-${traceId}-${"0".repeat(16)}-01`,
		`00-${traceId.toUpperCase()}-${spanId}-01`,
	])("%j is none", (header) => {
		expect(parentFrom(header)).toBeUndefined();
	});
});
