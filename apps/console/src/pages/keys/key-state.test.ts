import { expect, test } from "vitest";
import { keyState } from "./key-state.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const live = { disabled: false, expires_at: null, limit_usd: null, limit_remaining_usd: null };

test.each([
	[{}, "live"],
	[{ disabled: true }, "disabled"],
	[{ expires_at: "2026-11-25T12:00:00.000Z" }, "expired"],
	[{ expires_at: "2026-11-25T12:00:00.001Z" }, "live"],
	[{ disabled: true, expires_at: "2026-01-01T00:00:00Z" }, "expired"],
	[{ limit_usd: "1.000000000", limit_remaining_usd: "0.000000000" }, "spent"],
	[{ limit_usd: "1.000000000", limit_remaining_usd: "0.000000001" }, "live"],
])("a key with %j is %s", (more, state) => {
	expect(keyState({ ...live, ...more }, NOW)).toBe(state);
});
