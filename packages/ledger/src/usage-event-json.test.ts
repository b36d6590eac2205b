import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UsageEvent } from "./usage-event.ts";
import { parseUsageEvent, serializeUsageEvent } from "./usage-event-json.ts";

const event: UsageEvent = {
	generationId: "0199a5f0-0000-7000-8000-000000000001",
	organisationId: "org_1",
	accountId: "acc_1",
	projectId: "prj_1",
	keyId: "key_1",
	allowanceId: "0199a5f0-0000-7000-8000-000000000002",
	status: "completed",
	estimated: false,
	evidence: "provider",
	model: "sandbox/echo",
	provider: "sandbox",
	endpointId: "sandbox/echo@sandbox",
	priceVersionId: "price_1",
	usage: { input: 12, output: 3 },
	holdNanoUsd: nanoUsd(9_007_199_254_740_993n),
	chargeNanoUsd: nanoUsd(45_180n),
	providerCostNanoUsd: nanoUsd(0n),
	format: "chat",
	streamed: true,
	finishReason: "stop",
	upstreamId: "",
	admittedAt: 1_790_000_000_000,
	ttftMs: 12.5,
	latencyMs: 80,
	attempts: [
		{ endpointId: "a", provider: "x", outcome: "failed", status: null, failure: "connect", latencyMs: 2 },
		{
			endpointId: "c",
			provider: "z",
			outcome: "failed",
			status: 200,
			failure: "unavailable",
			latencyMs: 9,
			providerCostNanoUsd: "9007199254740993",
		},
		{ endpointId: "b", provider: "y", outcome: "answered", status: 200, failure: "", latencyMs: 78 },
	],
	memberId: "mem_1",
	tags: ["team:search", "batch"],
	requestSha256: "ab".repeat(32),
	endUser: 'someone "quoted" \u2028 \ud83d\ude80',
	app: "",
};

/** The event's JSON with one field changed. */
function changed(change: Record<string, unknown>): string {
	return JSON.stringify({ ...JSON.parse(serializeUsageEvent(event)), ...change });
}

describe("a usage event as JSON", () => {
	it("comes back as it went, amounts above 2^53 too", () => {
		expect(parseUsageEvent(serializeUsageEvent(event))).toEqual(event);
		expect(serializeUsageEvent(event)).toContain('"holdNanoUsd":"9007199254740993"');
	});

	it("comes back whatever the amounts and counts", () => {
		const amount = fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n }).map(nanoUsd);
		const usage = fc.dictionary(fc.constantFrom("input", "output", "cache_read"), fc.maxSafeNat());
		fc.assert(
			fc.property(amount, amount, usage, fc.string(), (hold, charge, counts, app) => {
				const one = { ...event, holdNanoUsd: hold, chargeNanoUsd: charge, usage: counts, app };
				expect(parseUsageEvent(serializeUsageEvent(one))).toEqual({ ...one, usage: { ...counts } });
			}),
		);
	});

	it("of an earlier release, without what has been added since, has none of it", () => {
		const lacking = { memberId: undefined, tags: undefined, evidence: undefined, requestSha256: undefined };
		expect(parseUsageEvent(changed(lacking))).toEqual({ ...event, memberId: "", tags: [], requestSha256: "" });
		const estimated = parseUsageEvent(changed({ ...lacking, estimated: true }));
		expect(estimated).toMatchObject({ estimated: true, evidence: "counted" });
	});

	const added = ["memberId", "tags", "evidence", "requestSha256"];
	it.each(Object.keys(event).filter((field) => !added.includes(field)))("is refused without %s", (field) => {
		expect(() => parseUsageEvent(changed({ [field]: undefined }))).toThrow(`event.${field} must be`);
	});

	it.each([
		["a negative amount", { chargeNanoUsd: "-1" }, "event.chargeNanoUsd"],
		["an amount as a number", { chargeNanoUsd: 5 }, "event.chargeNanoUsd"],
		["a fraction of a nano-dollar", { chargeNanoUsd: "1.5" }, "event.chargeNanoUsd"],
		["a negative count", { usage: { input: -1 } }, "event.usage.input"],
		["a fraction of a token", { usage: { input: 0.5 } }, "event.usage.input"],
		["a status it does not know", { status: "paid" }, "event.status"],
		["a time that is no number", { admittedAt: "now" }, "event.admittedAt"],
		["tags that are no list", { tags: "batch" }, "event.tags"],
		["a tag that is no text", { tags: [5] }, "event.tags[0]"],
		["attempts that are no list", { attempts: {} }, "event.attempts"],
		["an attempt without its outcome", { attempts: [{}] }, "event.attempts[0].endpointId"],
		["a field it does not know", { discount: "5" }, "event.discount is not known"],
	])("is refused with %s", (_what, change, message) => {
		expect(() => parseUsageEvent(changed(change))).toThrow(message);
	});

	it("is refused when an amount does not fit 64 bits", () => {
		expect(() => parseUsageEvent(changed({ holdNanoUsd: "9223372036854775808" }))).toThrow(RangeError);
	});

	it.each(["", "{", "null", "[]", '"x"', "5"])("is refused when it is %j", (json) => {
		expect(() => parseUsageEvent(json)).toThrow(TypeError);
	});
});
