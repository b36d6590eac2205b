import fc from "fast-check";
import { expect, test } from "vitest";
import { vendor } from "../../fixtures/make-call.ts";
import { rawBody } from "../../fixtures/open.ts";
import { settle } from "../../fixtures/settle-events.ts";
import { openaiChat } from "./dialect.ts";

/** Cuts a text at random places; the pieces joined are the text. */
const cut = (text: string) =>
	fc.array(fc.nat(Math.max(text.length, 1)), { maxLength: 4 }).map((places) => {
		const borders = [0, ...places.filter((at) => at < text.length).sort((a, b) => a - b), text.length];
		return borders.slice(1).map((end, at) => text.slice(borders[at], end));
	});

const words = fc.string({ unit: "grapheme", maxLength: 24 });
const toolCall = fc.record({
	id: fc.string({ minLength: 1, maxLength: 8 }),
	name: fc.constantFrom("add", "look_up"),
	arguments: fc.json({ maxDepth: 1 }),
});
const choice = fc.record({
	reasoning: words,
	text: words,
	calls: fc.uniqueArray(toolCall, { maxLength: 3, selector: (call) => call.id }),
	finish: fc.constantFrom("stop", "length", "tool_calls", "content_filter"),
});

interface Choice {
	readonly reasoning: string;
	readonly text: string;
	readonly calls: readonly { id: string; name: string; arguments: string }[];
	readonly finish: string;
}

const usage = {
	prompt_tokens: 70,
	completion_tokens: 30,
	total_tokens: 100,
	prompt_tokens_details: { cached_tokens: 20 },
};
const head = { id: "chatcmpl-x", model: "m" };

function complete({ reasoning, text, calls, finish }: Choice, index: number) {
	const tool_calls = calls.map((call) => ({
		id: call.id,
		type: "function",
		function: { name: call.name, arguments: call.arguments },
	}));
	const message = {
		role: "assistant",
		content: text || null,
		reasoning_content: reasoning,
		...(calls.length && { tool_calls }),
	};
	return { index, message, finish_reason: finish };
}

/** The deltas of one choice, its texts cut at random. */
function deltas({ reasoning, text, calls, finish }: Choice, index: number): fc.Arbitrary<string[]> {
	const frame = (delta: unknown, finish_reason: string | null = null) =>
		`data: ${JSON.stringify({ ...head, choices: [{ index, delta, finish_reason }], usage: null })}`;
	const toolFrames = calls.map((call, at) =>
		cut(call.arguments).map((pieces) => [
			frame({
				tool_calls: [{ index: at, id: call.id, type: "function", function: { name: call.name, arguments: "" } }],
			}),
			...pieces.map((piece) => frame({ tool_calls: [{ index: at, function: { arguments: piece } }] })),
		]),
	);
	return fc
		.tuple(
			cut(reasoning).map((pieces) => pieces.map((piece) => frame({ content: null, reasoning_content: piece }))),
			cut(text).map((pieces) => pieces.map((piece) => frame({ content: piece }))),
			...toolFrames,
		)
		.map((parts) => [frame({ role: "assistant", content: "" }), ...parts.flat(), frame({}, finish)]);
}

test("however an answer is cut into frames, it decodes and measures as the complete one", () => {
	const answers = fc
		.array(choice, { minLength: 1, maxLength: 3 })
		.chain((choices) => fc.tuple(fc.constant(choices), fc.tuple(...choices.map((each, index) => deltas(each, index)))));
	fc.assert(
		fc.property(answers, ([choices, streams]) => {
			const dialect = openaiChat(vendor("deepseek"));
			const body = rawBody(JSON.stringify({ ...head, choices: choices.map(complete), usage }));
			const last = `data: ${JSON.stringify({ ...head, choices: [], usage })}`;
			const frames = [...streams.flat(), last, ": keep-alive", "data: [DONE]"];
			const decoder = dialect.decoder();
			expect(settle(frames.flatMap((frame) => decoder.decode(frame)))).toEqual(
				settle(dialect.decodeAnswer(body, "chat")),
			);
			const meter = dialect.meter("chat");
			const readings = frames.map((frame) => meter.read(frame));
			const reading = dialect.readAnswer(body, "chat");
			expect(readings.reduce((sum, each) => sum + each.contentLength, 0)).toBe(reading.contentLength);
			expect(readings.findLast((each) => each.usage)?.usage).toEqual(reading.usage);
		}),
		{ numRuns: 300 },
	);
});
