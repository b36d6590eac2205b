import { describe, expect, it } from "vitest";
import { aCall } from "../inference/examples.fixture.ts";
import { Retries } from "./retries.ts";
import { Transcript } from "./transcript.ts";

const answer = (text: string) => () => ({ headers: {}, text });
const here = new AbortController().signal;
const open = () => new Retries(() => 0);
const same = aCall();

describe("the calls a retry may repeat", () => {
	it("are those of its key alone, while they run", () => {
		const retries = open();
		const call = retries.begin("key_1", aCall(), false);
		expect(retries.findOpen("key_1", same)).toBe(call);
		expect(retries.findOpen("key_2", same)).toBeUndefined();
		retries.end(call);
		expect(retries.findOpen("key_1", same)).toBeUndefined();
	});

	it("are first those whose callers have gone", () => {
		const retries = open();
		const [heard, lost] = [retries.begin("key_1", aCall(), false), retries.begin("key_1", aCall(), false)];
		heard.audience.enter(here);
		lost.audience.enter(AbortSignal.abort());
		expect(retries.findOpen("key_1", same)).toBe(lost);
	});

	it("are not those that have said more than was kept", () => {
		const retries = open();
		const call = retries.begin("key_1", aCall(), false);
		call.transcript = new Transcript(retries.transcriptRoom, 3);
		call.transcript.push("long");
		expect(retries.findOpen("key_1", same)).toBeUndefined();
	});
});

describe("the answer to a retry", () => {
	it("is one that nobody took", () => {
		const retries = open();
		const call = retries.begin("key_1", aCall(), false);
		call.audience.enter(AbortSignal.abort());
		retries.end(call, answer("lost"));
		expect(retries.findAnswer("key_1", same)?.text).toBe("lost");
	});

	it("is one that was sent, where its client would have told of a retry", () => {
		const retries = open();
		const [telling, silent] = [retries.begin("key_1", aCall(), true), retries.begin("key_2", aCall(), false)];
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
		const call = retries.begin("key_1", aCall(), true);
		retries.end(call);
		retries.end(call, answer("late"));
		expect(retries.findAnswer("key_1", same)).toBeUndefined();
	});
});
