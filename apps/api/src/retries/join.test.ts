import { describe, expect, it } from "vitest";
import type { ApiDependencies } from "../dependencies.ts";
import { CallerGone } from "../inference/attempt-failure.ts";
import { Deadlines } from "../inference/deadlines.ts";
import { aCall } from "../inference/examples.fixture.ts";
import type { Asked } from "./asked.ts";
import type { Delivery } from "./delivery.ts";
import { join } from "./join.ts";
import type { OpenCall } from "./open-call.ts";
import { Retries } from "./retries.ts";
import { Transcript } from "./transcript.ts";

const DELIVERY: Delivery = { kind: "complete", headers: { "x-generation-id": "gen_1" }, text: "an answer" };

function open(changes: Partial<OpenCall> = {}) {
	const monotonic = () => performance.now();
	const retries = new Retries(monotonic);
	const deps = { retries, deadlines: new Deadlines(monotonic) } as unknown as ApiDependencies;
	const call = aCall();
	const begun = retries.begin({ keyId: "key_1", call, name: undefined, tellsRetries: true });
	const openCall = Object.assign(begun, changes);
	let begin = (_: Delivery) => {};
	let fail = (_: unknown) => {};
	openCall.answer = new Promise((resolve, reject) => {
		[begin, fail] = [resolve, reject];
	});
	const stopped: string[] = [];
	openCall.upstream = {
		stop(reason) {
			stopped.push(reason);
			fail(new CallerGone());
		},
	};
	const asked = (signal = new AbortController().signal): Asked => ({
		request: new Request("http://localhost/"),
		signal,
		requestId: "req_2",
		generationId: "00000000-0000-7000-8000-000000000002",
		leave: () => {},
		keyId: "key_1",
		call,
	});
	/** Somebody who waits for so long and leaves. */
	const waitAndLeave = async (ms: number) => {
		const leave = openCall.audience.enter(new AbortController().signal);
		await new Promise((resolve) => setTimeout(resolve, ms));
		leave();
	};
	return { deps, retries, openCall, asked, stopped, waitAndLeave, begin: (one: Delivery) => begin(one) };
}

describe("who joins a call", () => {
	it("gets its answer, told apart from the first", async () => {
		const { deps, openCall, asked, begin } = open();
		const joined = join(deps, asked(), openCall);
		begin(DELIVERY);
		const response = await joined;
		expect(await response?.text()).toBe("an answer");
		expect(response?.headers.get("x-turnpike-replay")).toBe("true");
		expect(response?.headers.get("x-request-id")).toBe("req_2");
		expect(response?.headers.get("x-generation-id")).toBe("gen_1");
	});

	it("waits for a slow provider as long as it takes, though everybody left it once", async () => {
		const { deps, openCall, asked, begin, stopped, waitAndLeave } = open();
		await waitAndLeave(20);
		const joined = join(deps, asked(), openCall);
		await new Promise((resolve) => setTimeout(resolve, 400));
		begin(DELIVERY);
		expect((await joined)?.status).toBe(200);
		expect(stopped).toEqual([]);
	});

	it("gives up, for a new one, a provider that says nothing after everybody left it twice; once for all who wait", async () => {
		const { deps, retries, openCall, asked, stopped, waitAndLeave } = open();
		await waitAndLeave(20);
		await waitAndLeave(20);
		const joined = await Promise.all([1, 2, 3].map(() => join(deps, asked(), openCall)));
		expect(joined).toEqual([undefined, undefined, undefined]);
		expect(new Set(stopped)).toEqual(new Set(["superseded"]));
		expect(retries.findOpen("key_1", openCall.call)).toBeUndefined();
	});

	it("does not give up what was begun in place of a call that was given up: it is charged, however often it is left", async () => {
		const { deps, retries, openCall, asked, waitAndLeave } = open();
		await waitAndLeave(20);
		await waitAndLeave(20);
		expect(await join(deps, asked(), openCall)).toBeUndefined();
		const facts = { keyId: "key_1", call: openCall.call, name: undefined, tellsRetries: true };
		expect([retries.begin(facts), retries.begin(facts)].map((one) => one.replacesStalled)).toEqual([true, false]);
		const second = open({ replacesStalled: true });
		await second.waitAndLeave(20);
		await second.waitAndLeave(20);
		const joined = join(second.deps, second.asked(), second.openCall);
		await new Promise((resolve) => setTimeout(resolve, 400));
		second.begin(DELIVERY);
		expect((await joined)?.status).toBe(200);
		expect(second.stopped).toEqual([]);
	});

	it("does not give up an answer that has begun", async () => {
		const { deps, openCall, asked, begin, stopped, waitAndLeave } = open();
		await waitAndLeave(20);
		await waitAndLeave(20);
		openCall.upstream = undefined;
		const joined = join(deps, asked(), openCall);
		await new Promise((resolve) => setTimeout(resolve, 400));
		begin(DELIVERY);
		expect((await joined)?.status).toBe(200);
		expect(stopped).toEqual([]);
	});

	it("is told where the beginning of a stream is not there any more", async () => {
		const { deps, retries, openCall, asked } = open();
		openCall.transcript = new Transcript(retries.transcriptRoom, 1);
		openCall.transcript.push("long");
		await expect(join(deps, asked(), openCall)).rejects.toMatchObject({ code: "answer_not_kept" });
	});
});
