import { expect, test } from "vitest";
import { testOutcome } from "./alerts.ts";

const BEFORE = { waiting: 1, last_delivered_at: "2026-11-25T10:00:00.000Z", last_trouble: "it answered 500" };

test("a test is on its way while more is waiting than before", () => {
	expect(testOutcome(BEFORE, { ...BEFORE, waiting: 2 })).toEqual({ kind: "waiting" });
});

test("a test has arrived when something was delivered since", () => {
	const now = { waiting: 0, last_delivered_at: "2026-11-25T10:00:01.000Z", last_trouble: null };
	expect(testOutcome(BEFORE, now)).toEqual({ kind: "arrived" });
	expect(testOutcome({ ...BEFORE, last_delivered_at: null }, now)).toEqual({ kind: "arrived" });
});

test("a test has failed when it waits no longer and nothing was delivered", () => {
	const now = { ...BEFORE, last_trouble: "it answered 404" };
	expect(testOutcome(BEFORE, now)).toEqual({ kind: "failed", trouble: "it answered 404" });
});
