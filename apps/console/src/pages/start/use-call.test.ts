import { expect, test } from "vitest";
import { type Call, callAfter } from "./use-call.ts";

const after = (...happenings: Parameters<typeof callAfter>[1][]) =>
	happenings.reduce<Call | undefined>(callAfter, undefined);
const sent = { kind: "sent" } as const;
const began = { kind: "began", generationId: "gen_1", provider: "sandbox", afterMs: 12 } as const;
const text = (piece: string) => ({ kind: "text", text: piece, afterMs: 20 }) as const;
const ended = { kind: "ended", costUsd: "0.000021000", promptTokens: 13, completionTokens: 2, afterMs: 40 } as const;

test("an answer grows as it comes, and ends with its cost", () => {
	expect(after(sent, began, text("Hi"), text(" you"))).toMatchObject({ state: "running", text: "Hi you" });
	expect(after(sent, began, text("Hi"), ended)).toEqual({
		state: "done",
		text: "Hi",
		generationId: "gen_1",
		firstByteMs: 12,
		costUsd: "0.000021000",
		promptTokens: 13,
		completionTokens: 2,
		wholeMs: 40,
	});
});

test("what failed or was stopped keeps what had come, and nothing comes after it", () => {
	const failed = { kind: "failed", message: "No credit.", code: "insufficient_credits" } as const;
	expect(after(sent, began, text("Hi"), failed, text("!"))).toMatchObject({ state: "failed", text: "Hi" });
	expect(after(sent, text("Hi"), { kind: "stopped" }, ended)).toMatchObject({ state: "stopped", text: "Hi" });
});

test("another call begins anew", () => {
	expect(after(sent, text("Hi"), sent)).toMatchObject({ state: "running", text: "" });
	expect(after(ended)).toBeUndefined();
});
