import { parsePriceVersion, seedCatalog, serializePriceVersion } from "@turnpike/catalog";
import type { GenerationRecord } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { generationAnswer } from "@turnpike/wire/account";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { generationObject } from "./generation-object.ts";

const version = seedCatalog({ sandbox: true }).find("sandbox/echo")?.endpoints[0]?.priceVersions[0];
if (!version) throw new Error("the sandbox has no price");

function recordOf(
	more: Partial<GenerationRecord["event"]> = {},
	rest: Partial<GenerationRecord> = {},
): GenerationRecord {
	const attempt = { endpointId: "e", provider: "sandbox", status: 200, latencyMs: 7.5 };
	return {
		event: {
			generationId: "0198c2f0-4c3a-7d5e-9c41-a5b6c7d8e9f0",
			organisationId: "org_1",
			accountId: "acc_1",
			projectId: "prj_1",
			keyId: "key_1",
			allowanceId: "a",
			status: "completed",
			estimated: false,
			evidence: "provider",
			model: "sandbox/echo",
			provider: "sandbox",
			endpointId: "sandbox/echo@sandbox",
			priceVersionId: version?.id ?? "",
			usage: { input: 10, cache_read: 5, output: 3, reasoning: 2 },
			holdNanoUsd: nanoUsd(90_000n),
			chargeNanoUsd: nanoUsd(30_500n),
			providerCostNanoUsd: nanoUsd(99_999n),
			format: "chat",
			streamed: true,
			finishReason: "stop",
			upstreamId: "",
			admittedAt: Date.UTC(2026, 10, 23),
			ttftMs: 12,
			latencyMs: 34,
			attempts: [
				{ ...attempt, outcome: "failed", status: 503, failure: "overloaded" },
				{ ...attempt, outcome: "answered", failure: "" },
			],
			memberId: "",
			endUser: "",
			app: "",
			tags: ["red"],
			requestSha256: "",
			...more,
		},
		transactionId: undefined,
		posted: undefined,
		overrun: undefined,
		parkedReason: undefined,
		prices: JSON.stringify(version && serializePriceVersion(version)),
		...rest,
	};
}

/** As strict as its schema can be: no member may be there that it does not name. */
const strict = z.strictObject({ data: generationAnswer.shape.data.strict() });

describe("a generation's record", () => {
	it.each([
		["waiting", recordOf()],
		["posted", recordOf({}, { transactionId: "t", posted: nanoUsd(30_000n) })],
		["parked, of prices nobody knows", recordOf({}, { parkedReason: "a reason of ours", prices: undefined })],
		["aborted, of embeddings", recordOf({ status: "aborted", format: "embeddings", usage: {}, finishReason: "" })],
	])("is as its schema says: %s", (_, record) => {
		const object = JSON.parse(JSON.stringify(generationObject(record)));
		expect(strict.parse(object)).toEqual(object);
	});

	it("says what it cost and how that comes about, before it is posted and after", () => {
		expect(generationObject(recordOf()).data).toMatchObject({
			id: "gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0",
			request_id: "req_0198c2f04c3a7d5e9c41a5b6c7d8e9f0",
			posted: false,
			total_cost_usd: "0.000030500",
			usage_by_class: { input: 10, cache_read: 5, output: 3, reasoning: 2 },
			price_version: version?.id,
			price_source: parsePriceVersion(version && serializePriceVersion(version)).source,
			price_above_prompt_tokens: null,
		});
		const posted = generationObject(recordOf({}, { transactionId: "t", posted: nanoUsd(30_000n) })).data;
		expect(posted).toMatchObject({ posted: true, transaction_id: "t", total_cost_usd: "0.000030000" });
		expect(posted.cost_adjustments).toEqual([{ reason: "house", amount_usd: "-0.000000500000" }]);
	});

	it("tells every attempt, and nothing of what its provider bills us or why it was parked", () => {
		const object = generationObject(recordOf({}, { parkedReason: "a reason of ours" }));
		expect(object.data.attempts).toEqual([
			{ provider: "sandbox", endpoint: "e", outcome: "failed", status: 503, failure: "overloaded", latency_ms: 7.5 },
			{ provider: "sandbox", endpoint: "e", outcome: "answered", status: 200, failure: null, latency_ms: 7.5 },
		]);
		expect(object.data.parked).toBe(true);
		expect(JSON.stringify(object)).not.toMatch(/99999|a reason of ours/);
	});
});
