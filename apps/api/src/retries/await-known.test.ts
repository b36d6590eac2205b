import { TurnpikeError } from "@turnpike/wire";
import { expect, it } from "vitest";
import { CallerGone } from "../inference/attempt-failure.ts";
import type { KnownAnswer } from "./archive.ts";
import { Audience } from "./audience.ts";
import { awaitKnown } from "./await-known.ts";

const ANSWERED: KnownAnswer = { kind: "answered", answer: { headers: {}, text: "an answer" } };
const RUNNING: KnownAnswer = { kind: "running" };

function ask(audience: Audience, waitMs: number, ...known: readonly (KnownAnswer | undefined)[]) {
	const replies = [...known];
	const monotonic = () => performance.now();
	return awaitKnown({ monotonic }, audience, waitMs, async () => (replies.length > 1 ? replies.shift() : replies[0]));
}

function waiting() {
	const audience = new Audience(() => 0);
	audience.enter(new AbortController().signal);
	return audience;
}

const codeOf = (asked: Promise<unknown>) =>
	asked.then(
		() => "nothing",
		(error) => (error instanceof TurnpikeError ? error.code : String(error)),
	);

it("who asks for a call waits while it runs, and gets what comes of it", async () => {
	expect(await ask(waiting(), 60_000, RUNNING, RUNNING, ANSWERED)).toBe(ANSWERED);
	expect(await ask(waiting(), 60_000, RUNNING, undefined)).toBeUndefined();
});

it("another call, and an answer that was not kept, are errors", async () => {
	expect(await codeOf(ask(waiting(), 60_000, { kind: "other_call" }))).toBe("idempotency_mismatch");
	const generationId = "0199a5f0-0000-7000-8000-000000000001";
	expect(await codeOf(ask(waiting(), 60_000, { kind: "not_kept", generationId }))).toBe("answer_not_kept");
});

it("nobody waits longer than they are willing to, or after they have gone", async () => {
	expect(await codeOf(ask(waiting(), 60, RUNNING))).toBe("upstream_timeout");
	const gone = new Audience(() => 0);
	gone.enter(AbortSignal.abort());
	await expect(ask(gone, 60_000, RUNNING)).rejects.toBeInstanceOf(CallerGone);
});

it("a store that is away is said to be, and that a retry can help", async () => {
	const asked = awaitKnown({ monotonic: () => 0 }, waiting(), 0, () => Promise.reject(new Error("away")));
	await expect(asked).rejects.toMatchObject({ code: "billing_unavailable", shouldRetry: true });
});
