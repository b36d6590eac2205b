import { nanoUsd } from "@turnpike/money";
import { describe, expect, it } from "vitest";
import {
	afterDecline,
	judgeTopUp,
	mayResend,
	monthStart,
	RESEND_WITHIN_MS,
	retryPauseMs,
	settingsMistake,
} from "./top-up.ts";

const settings = { threshold: nanoUsd(5_000_000_000n), amountCents: 2_000n, monthlyMaxCents: 5_000n };

describe("a top-up", () => {
	it("is due when the account has less than the threshold, its debt counted, and the month allows it", () => {
		expect(judgeTopUp(settings, 5_000_000_000n, 0n)).toBe("not_needed");
		expect(judgeTopUp(settings, 4_999_999_999n, 0n)).toBe("due");
		expect(judgeTopUp(settings, -1n, 3_000n)).toBe("due");
		expect(judgeTopUp(settings, 0n, 3_001n)).toBe("monthly_maximum");
	});

	it("that is declined pauses for longer each time, and is switched off in the end, or at once where it is no use", () => {
		expect(afterDecline(1, false)).toEqual({ off: false, pauseMs: 3_600_000 });
		expect(afterDecline(2, false)).toEqual({ off: false, pauseMs: 6 * 3_600_000 });
		expect(afterDecline(3, false)).toEqual({ off: true });
		expect(afterDecline(1, true)).toEqual({ off: true });
	});

	it("whose answer never came is sent again within 23 hours, then only looked up", () => {
		expect(mayResend(undefined, 0)).toBe(true);
		expect(mayResend(1_000, 1_000 + RESEND_WITHIN_MS - 1)).toBe(true);
		expect(mayResend(1_000, 1_000 + RESEND_WITHIN_MS)).toBe(false);
		expect([0, 1, 9, 10, 1_000].map(retryPauseMs)).toEqual([1_000, 2_000, 512_000, 600_000, 600_000]);
	});

	it("counts in UTC months", () => {
		expect(monthStart(Date.UTC(2026, 11, 31, 23, 59))).toBe(Date.UTC(2026, 11));
		expect(monthStart(Date.UTC(2027, 0, 1))).toBe(Date.UTC(2027, 0));
	});

	it.each([
		[{ threshold: nanoUsd(-1n) }, "threshold"],
		[{ amountCents: 499n }, "amountCents"],
		[{ amountCents: 1_000_001n, monthlyMaxCents: 2_000_000n }, "amountCents"],
		[{ monthlyMaxCents: 1_999n }, "monthlyMaxCents"],
	])("has settings that make sense: %#", (wrong, field) => {
		expect(settingsMistake(settings)).toBeUndefined();
		expect(settingsMistake({ ...settings, ...wrong })?.field).toBe(field);
	});
});
