import { describe, expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { Retries } from "./retries.ts";
import { Transcript } from "./transcript.ts";

const answer = (text: string) => () => ({ headers: {}, text });
const here = new AbortController().signal;
const open = () => new Retries(() => 0);
const same = aCall();

const begin = (retries: Retries, keyId: string, tellsRetries: boolean, name?: string) =>
	retries.begin({ keyId, call: aCall(), name, tellsRetries });

describe("the calls a retry may repeat", () => {
	it("are those of its key alone, while they run", () => {
		const retries = open();
		const call = begin(retries, "key_1", false);
		expect(retries.findOpen("key_1", same)).toBe(call);
		expect(retries.findOpen("key_2", same)).toBeUndefined();
		retries.end(call);
		expect(retries.findOpen("key_1", same)).toBeUndefined();
	});

	it("are first those whose callers have gone", () => {
		const retries = open();
		const [heard, lost] = [begin(retries, "key_1", false), begin(retries, "key_1", false)];
		heard.audience.enter(here);
		lost.audience.enter(AbortSignal.abort());
		expect(retries.findOpen("key_1", same)).toBe(lost);
	});

	it("are not those that have said more than was kept", () => {
		const retries = open();
		const call = begin(retries, "key_1", false);
		call.transcript = new Transcript(retries.transcriptRoom, 3);
		call.transcript.push("long");
		expect(retries.findOpen("key_1", same)).toBeUndefined();
	});
});

describe("a call with a name", () => {
	it("is found by it, among those of its key, until its answer is kept for all processes", async () => {
		const retries = open();
		const call = begin(retries, "key_1", false, "key:1");
		let kept = () => {};
		call.onEnd = () => new Promise((resolve) => (kept = resolve));
		expect(retries.findNamed("key_1", "key:1")).toBe(call);
		expect(retries.findNamed("key_2", "key:1")).toBeUndefined();
		expect(retries.findNamed("key_1", "key:2")).toBeUndefined();
		const keeping = retries.end(call, answer("done"));
		expect(retries.findNamed("key_1", "key:1")).toBe(call);
		kept();
		await keeping;
		await Promise.resolve();
		expect(retries.findNamed("key_1", "key:1")).toBeUndefined();
	});

	it("that failed frees its name at once", () => {
		const retries = open();
		const call = begin(retries, "key_1", false, "key:1");
		call.onEnd = () => new Promise(() => {});
		void retries.end(call);
		expect(retries.findNamed("key_1", "key:1")).toBeUndefined();
	});
});

describe("the answer to a retry", () => {
	it("is one that nobody took", () => {
		const retries = open();
		const call = begin(retries, "key_1", false);
		call.audience.enter(AbortSignal.abort());
		retries.end(call, answer("lost"));
		expect(retries.findAnswer("key_1", same)?.text).toBe("lost");
	});

	it("is one that was sent, where its client would have told of a retry", () => {
		const retries = open();
		const [telling, silent] = [begin(retries, "key_1", true), begin(retries, "key_2", false)];
		for (const call of [telling, silent]) call.audience.enter(here);
		retries.end(telling, answer("sent"));
		retries.end(silent, () => {
			throw new Error("nobody keeps this one");
		});
		expect(retries.findAnswer("key_1", same)?.text).toBe("sent");
		expect(retries.findAnswer("key_2", same)).toBeUndefined();
	});

	it("is none of a call that failed, or that was ended before", () => {
		const retries = open();
		const call = begin(retries, "key_1", true);
		retries.end(call);
		retries.end(call, answer("late"));
		expect(retries.findAnswer("key_1", same)).toBeUndefined();
	});
});
