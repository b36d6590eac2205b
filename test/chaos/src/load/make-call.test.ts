import { expect, it } from "vitest";
import { endingOf } from "./make-call.ts";
import { silent } from "./read-answer.ts";

const ok = { ok: true };

it("is completed with its end, and refused or failed with its error, though its caller left or its connection died after it", () => {
	for (const stopped of [undefined, "left", "broken"] as const) {
		expect(endingOf(ok, { ...silent(), whole: true }, stopped)).toBe("completed");
		expect(endingOf(ok, { ...silent(), code: "stream_interrupted" }, stopped)).toBe("failed_in_band");
		expect(endingOf({ ok: false }, silent(), stopped)).toBe("refused");
	}
});

it("without its end is left, broken or unreachable; and unfinished where nothing kept its caller from reading on", () => {
	expect(endingOf(ok, silent(), "left")).toBe("left");
	expect(endingOf(ok, silent(), "broken")).toBe("broken");
	expect(endingOf(undefined, silent(), "broken")).toBe("broken");
	expect(endingOf(undefined, silent(), "unreachable")).toBe("unreachable");
	expect(endingOf(undefined, silent(), "left")).toBe("left");
	expect(endingOf(ok, silent(), undefined)).toBe("unfinished");
});

it("hangs where nothing comes any more, its connection after the last word included", () => {
	expect(endingOf(ok, { ...silent(), whole: true }, "hung")).toBe("hung");
});
