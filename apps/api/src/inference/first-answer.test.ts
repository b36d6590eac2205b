import { dialectOf, findVendor } from "@turnpike/providers";
import { MemoryAnswers } from "@turnpike/replays";
import { createLogger, createMetrics } from "@turnpike/telemetry";
import { makeVault } from "@turnpike/vault";
import { describe, expect, it } from "vitest";
import { type ApiDependencies, DEFAULT_TIMEOUTS, type Provider } from "../dependencies.ts";
import { EndpointHealth } from "../health/endpoint-health.ts";
import { RetryBudget } from "../health/retry-budget.ts";
import { InFlight } from "../http/in-flight.ts";
import { makeApiMetrics } from "../operator/api-metrics.ts";
import { Archive } from "../retries/archive.ts";
import { Drains } from "../retries/drains.ts";
import { Retries } from "../retries/retries.ts";
import { CallerGone } from "./attempt-failure.ts";
import { Deadlines } from "./deadlines.ts";
import { aCall, aGeneration, aHold, anAttempt, anOpenCall } from "./examples.fixture.ts";
import { firstAnswer } from "./first-answer.ts";
import { needOf } from "./needs.ts";

const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };
const ANSWER = JSON.stringify({
	id: "c",
	choices: [{ index: 0, message: { role: "assistant", content: "x" }, finish_reason: "stop" }],
	usage,
});

/** One call to a provider that answers as told, and who waits for it. */
function calling(send: Provider["send"], endpoints = 1, drainMs = DEFAULT_TIMEOUTS.drainMs) {
	const vendor = findVendor("openai");
	if (!vendor) throw new Error("OpenAI is in the table");
	const provider = { vendor, dialect: dialectOf(vendor), baseUrl: "http://upstream", apiKey: "k", send };
	const monotonic = () => performance.now();
	const drains = new Drains(1);
	const vault = makeVault([{ version: 1, secret: "a secret for tests alone" }]);
	const deps = {
		providers: new Map([["openai", provider]]),
		deadlines: new Deadlines(monotonic),
		timeouts: { ...DEFAULT_TIMEOUTS, drainMs },
		metrics: makeApiMetrics(createMetrics()),
		retries: new Retries(monotonic),
		limits: { admit: () => ({ permit: generation.permit }), release: () => {} },
		archive: new Archive({ store: new MemoryAnswers(monotonic), vault, onTrouble: () => {} }),
		inFlight: new InFlight(),
		log: createLogger({ level: "debug", write: () => {}, now: () => 0, human: false }),
		health: new EndpointHealth(monotonic),
		retryBudget: new RetryBudget(monotonic),
		drains,
		monotonic,
	} as unknown as ApiDependencies;
	const call = aCall();
	const generation = aGeneration({ call, open: anOpenCall(call) });
	const aside = {
		hold: aHold(1n),
		needs: Array(endpoints).fill(needOf(call, anAttempt("openai"))),
		outputLimit: undefined,
	};
	const caller = new AbortController();
	const leave = generation.open.audience.enter(caller.signal);
	return { deps, begin: () => firstAnswer(deps, generation, aside), leave, drains };
}

describe("a call whose endpoint fails", () => {
	const failing = () => {
		const asked = { times: 0 };
		const send = async () => {
			asked.times += 1;
			return new Response("", { status: 503 });
		};
		return { asked, ...calling(send, 3) };
	};

	it("is put to the next, and the next", async () => {
		const { asked, begin } = failing();
		await expect(begin()).rejects.toMatchObject({ code: "all_providers_failed" });
		expect(asked.times).toBe(3);
	});

	it("is not, when there have been too many of them; it fails as it did, and may be tried again", async () => {
		const { asked, begin, deps } = failing();
		while (deps.retryBudget.spend());
		await expect(begin()).rejects.toMatchObject({ code: "all_providers_failed", shouldRetry: true });
		expect(asked.times).toBe(1);
	});
});

describe("a caller who leaves", () => {
	it("when the answer is there leaves nothing to be drained, and nothing is stopped", async () => {
		let signal: AbortSignal | undefined;
		const { begin, leave, drains } = calling(async (_request, stopped) => {
			signal = stopped;
			return new Response(ANSWER);
		});
		expect(await begin()).toMatchObject({ kind: "complete", reading: { usage: { input: 3, output: 1 } } });
		leave();
		expect([drains.count, signal?.aborted]).toEqual([0, false]);
	});

	it("before that has the whole answer drained, which its provider bills all the same", async () => {
		let answerNow = (_: Response) => {};
		const { begin, leave, drains } = calling(
			() =>
				new Promise((resolve) => {
					answerNow = resolve;
				}),
		);
		const answer = begin();
		leave();
		expect(drains.count).toBe(1);
		answerNow(new Response(ANSWER));
		expect(await answer).toMatchObject({ kind: "complete" });
	});

	it("is drained for so long, then nobody has it: no other endpoint is tried", async () => {
		const sent: AbortSignal[] = [];
		const send = (_: unknown, signal: AbortSignal) => {
			sent.push(signal);
			return new Promise<Response>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
		};
		const { begin, leave } = calling(send, 3, 50);
		const answer = begin();
		leave();
		await expect(answer).rejects.toBeInstanceOf(CallerGone);
		expect(sent.map(({ aborted }) => aborted)).toEqual([true]);
	});
});
