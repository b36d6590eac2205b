import { parsePriceVersion, serializePriceVersion } from "@turnpike/catalog";
import { nanoUsd } from "@turnpike/money";
import { generationAnswer } from "@turnpike/wire/account";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { generationObject } from "./generation-object.ts";
import { generationRecord, sandboxPrice } from "./generation-record.fixture.ts";

/** As strict as its schema can be: no member may be there that it does not name. */
const strict = z.strictObject({ data: generationAnswer.shape.data.strict() });

describe("a generation's record", () => {
	it.each([
		["waiting", generationRecord()],
		["posted", generationRecord({}, { transactionId: "t", posted: nanoUsd(30_000n) })],
		["parked, of prices nobody knows", generationRecord({}, { parkedReason: "a reason of ours", prices: undefined })],
		[
			"aborted, of embeddings",
			generationRecord({ status: "aborted", format: "embeddings", usage: {}, finishReason: "" }),
		],
	])("is as its schema says: %s", (_, record) => {
		const object = JSON.parse(JSON.stringify(generationObject(record)));
		expect(strict.parse(object)).toEqual(object);
	});

	it("says what it cost and how that comes about, before it is posted and after", () => {
		expect(generationObject(generationRecord()).data).toMatchObject({
			id: "gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0",
			request_id: "req_0198c2f04c3a7d5e9c41a5b6c7d8e9f0",
			posted: false,
			total_cost_usd: "0.000030500",
			usage_by_class: { input: 10, cache_read: 5, output: 3, reasoning: 2 },
			price_version: sandboxPrice.id,
			price_source: parsePriceVersion(serializePriceVersion(sandboxPrice)).source,
			price_above_prompt_tokens: null,
		});
		const posted = generationObject(generationRecord({}, { transactionId: "t", posted: nanoUsd(30_000n) })).data;
		expect(posted).toMatchObject({ posted: true, transaction_id: "t", total_cost_usd: "0.000030000" });
		expect(posted.cost_adjustments).toEqual([{ reason: "house", amount_usd: "-0.000000500000" }]);
	});

	it("tells every attempt, and nothing of what its provider bills us or why it was parked", () => {
		const object = generationObject(generationRecord({}, { parkedReason: "a reason of ours" }));
		expect(object.data.attempts).toEqual([
			{ provider: "sandbox", endpoint: "e", outcome: "failed", status: 503, failure: "overloaded", latency_ms: 7.5 },
			{ provider: "sandbox", endpoint: "e", outcome: "answered", status: 200, failure: null, latency_ms: 7.5 },
		]);
		expect(object.data.parked).toBe(true);
		expect(JSON.stringify(object)).not.toMatch(/99999|a reason of ours/);
	});
});
