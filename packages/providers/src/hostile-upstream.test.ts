import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rawBody } from "../fixtures/open.ts";
import type { FrameReading } from "./dialect.ts";
import { dialectOf } from "./dialect-of.ts";
import { VENDORS } from "./vendors.ts";

/** The names that dialects look at, so that wrong values stand in the right places. */
const NAMES = [
	"choices",
	"delta",
	"message",
	"content",
	"reasoning",
	"reasoning_details",
	"tool_calls",
	"function",
	"index",
	"usage",
	"prompt_tokens",
	"completion_tokens",
	"prompt_tokens_details",
	"cached_tokens",
	"finish_reason",
	"error",
	"code",
	"type",
	"content_block",
	"input_tokens",
	"output_tokens",
	"cache_creation",
	"iterations",
	"input",
	"id",
	"data",
	"audio",
	"x_groq",
] as const;

const TYPES = [
	"message_start",
	"content_block_start",
	"content_block_delta",
	"content_block_stop",
	"message_delta",
	"error",
	"tool_use",
	"thinking",
];

const leaf = fc.oneof(
	fc.constant(null),
	fc.boolean(),
	fc.double(),
	fc.integer(),
	fc.string({ maxLength: 6 }),
	fc.constantFrom(...TYPES),
);

const { object } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		leaf,
		fc.array(tie("value"), { maxLength: 3 }),
		tie("object"),
	),
	object: fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 6, noNullPrototype: true }),
}));

function assertSane(reading: FrameReading): void {
	expect(Number.isSafeInteger(reading.contentLength) && reading.contentLength >= 0).toBe(true);
	for (const count of Object.values(reading.usage ?? {})) expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
}

describe.each(VENDORS.map((vendor) => [vendor.slug, dialectOf(vendor)] as const))("%s", (_, dialect) => {
	const format = dialect.native[0] ?? "chat";

	test("frames of any JSON are read without a throw, and never count less than nothing", () => {
		fc.assert(
			fc.property(fc.array(object, { maxLength: 4 }), (chunks) => {
				const meter = dialect.meter(format);
				const decoder = dialect.decoder();
				for (const chunk of chunks) {
					const frame = `event: ${String(chunk.type)}\ndata: ${JSON.stringify(chunk)}`;
					assertSane(meter.read(frame));
					decoder.decode(frame);
				}
			}),
		);
	});

	test("answers and errors of any JSON are read without a throw", () => {
		fc.assert(
			fc.property(object, fc.integer({ min: 300, max: 599 }), (value, status) => {
				const text = JSON.stringify(value);
				assertSane(dialect.readAnswer(rawBody(text), format) as FrameReading);
				dialect.decodeAnswer(rawBody(text), format);
				expect(dialect.readFailure(status, new Headers(), text).message).not.toBe("");
			}),
		);
	});

	test("frames of any text are read without a throw", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				assertSane(dialect.meter(format).read(text));
				dialect.decoder().decode(text);
				assertSane(dialect.meter(format).read(`data: ${text}`));
			}),
		);
	});
});
