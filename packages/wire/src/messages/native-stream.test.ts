import { describe, expect, test } from "vitest";
import { bill, identity, openrouter, sent } from "../answer/frames.fixture.ts";
import { TurnpikeError } from "../errors/turnpike-error.ts";
import { readBodyText } from "../json/read-body.ts";
import { NativeMessagesStream } from "./native-stream.ts";
import { stampMessagesAnswer } from "./stamp-answer.ts";

const start =
	'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_up","usage":{"input_tokens":5}}}';
const open =
	'event: content_block_start\ndata: {"type":"content_block_start","index":3,"content_block":{"type":"text","text":""} }';
const text =
	'event: content_block_delta\ndata: {"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"message_delta"}}';
const close = 'event: content_block_stop\ndata: {"type":"content_block_stop","index":3}';
const delta =
	'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9, "new":1.0}}';
const stop = 'event: message_stop\ndata: {"type":"message_stop", "x":1}';
const ping = 'event: ping\ndata: {"type":"ping"}';

describe("the native Messages stream", () => {
	test("passes every frame before the last ones untouched", () => {
		const stream = new NativeMessagesStream(identity);
		for (const frame of [start, ping, open, text, close, ": comment"]) expect(stream.pass(frame)).toBe(`${frame}\n\n`);
	});

	test("holds message_delta and message_stop, and gives only the usage its cost", () => {
		const stream = new NativeMessagesStream(openrouter);
		expect([start, delta, stop].map((frame) => stream.pass(frame)).slice(1)).toEqual(["", ""]);
		expect(stream.finish(bill)).toBe(
			`${delta.replace('"new":1.0', '"new":1.0,"cost":0.001234567,"cost_usd":"0.001234567"')}\n\n${stop}\n\n`,
		);
	});

	test("lets a ping by while it holds, and an earlier message_delta when more comes", () => {
		const stream = new NativeMessagesStream(identity);
		stream.pass(delta);
		expect(stream.pass(ping)).toBe(`${ping}\n\n`);
		expect(stream.pass(delta)).toBe(`${delta}\n\n`);
		expect(stream.pass(open)).toBe(`${delta}\n\n${open}\n\n`);
	});

	test("passes deltas that came together, and before them an earlier message_delta that it held", () => {
		const stream = new NativeMessagesStream(identity);
		const deltas = `${text}\n\n${text}\n\n`;
		expect(stream.passPlain(deltas)).toBe(deltas);
		stream.pass(delta);
		expect(stream.passPlain(deltas)).toBe(`${delta}\n\n${deltas}`);
	});

	test("gives a frame without a name its event", () => {
		expect(new NativeMessagesStream(identity).pass('data: {"type":"ping"}')).toBe(
			'event: ping\ndata: {"type":"ping"}\n\n',
		);
	});

	test("writes the usage where the upstream's message_delta had none, and the last frames where they never came", () => {
		const stream = new NativeMessagesStream(identity);
		stream.pass('event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}');
		expect(sent(stream.finish({ ...bill, sandbox: true }))).toMatchObject([
			{ event: "message_delta", data: { usage: { input_tokens: 7, cost_usd: "0.001234567" }, sandbox: true } },
			{ event: "message_stop" },
		]);
		expect(sent(new NativeMessagesStream(identity).finish(bill)).map(({ event }) => event)).toEqual([
			"message_delta",
			"message_stop",
		]);
	});

	test("cut short, closes the open block and ends with max_tokens", () => {
		const stream = new NativeMessagesStream(identity);
		for (const frame of [start, open, text]) stream.pass(frame);
		expect(sent(stream.cut(bill))).toMatchObject([
			{ event: "content_block_stop", data: { index: 3 } },
			{ event: "message_delta", data: { delta: { stop_reason: "max_tokens" }, usage: { cost_usd: "0.001234567" } } },
			{ event: "message_stop" },
		]);
	});

	test("cut between blocks or before anything came, is still a whole message", () => {
		const between = new NativeMessagesStream(identity);
		for (const frame of [start, open, text, close]) between.pass(frame);
		expect(sent(between.cut(bill)).map(({ event }) => event)).toEqual(["message_delta", "message_stop"]);
		expect(sent(new NativeMessagesStream(identity).cut(bill))[0]?.event).toBe("message_start");
	});

	test("failed, says the error in Turnpike's words and not the upstream's, nor what was held", () => {
		const stream = new NativeMessagesStream(identity);
		stream.pass(delta);
		expect(stream.pass('event: error\ndata: {"type":"error","error":{"message":"secret"}}')).toBe("");
		const frames = sent(stream.fail(new TurnpikeError("stream_interrupted", "It broke.")));
		expect(frames).toMatchObject([{ event: "error", data: { type: "error", error: { message: "It broke." } } }]);
	});
});

describe("stampMessagesAnswer", () => {
	const stamp = (answer: string) => {
		const body = readBodyText(answer, answer.length);
		if (body === undefined) throw new Error("not a body");
		return stampMessagesAnswer(body, identity, bill);
	};

	test("adds the cost and leaves every other byte alone", () => {
		const answer =
			'{"id":"msg_up", "content":[{"type":"text","text":"\\u00e9"}],"usage":{"input_tokens":5 },"stop_reason":null}';
		expect(stamp(answer)).toBe(answer.replace("5 }", '5 ,"cost":0.001234567,"cost_usd":"0.001234567"}'));
	});

	test("writes the usage where the upstream sent none", () => {
		expect(JSON.parse(stamp('{"id":"x"}')).usage).toMatchObject({ input_tokens: 7, output_tokens: 9 });
	});
});
