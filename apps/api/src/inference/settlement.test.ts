import type { UsageEvent } from "@turnpike/ledger";
import type { Permit } from "@turnpike/limits";
import { createLogger, createMetrics, type OpenSpan } from "@turnpike/telemetry";
import { describe, expect, it } from "vitest";
import { keyRecord } from "../keys/key-record.fixture.ts";
import { makeApiMetrics } from "../operator/api-metrics.ts";
import { Drains } from "../retries/drains.ts";
import { aCall, aGeneration, aHold, anAttempt, INPUT_NANO, Purse } from "./examples.fixture.ts";
import type { Generation } from "./generation.ts";
import { needOf } from "./needs.ts";
import { type Outcome, Settlement } from "./settlement.ts";

const HELD = 1_000_000n;
const need = needOf(aCall(), anAttempt("openai"));

function outcome(changes: Partial<Outcome> = {}): Outcome {
	return {
		need,
		status: "completed",
		usage: { input: 100, output: 50 },
		evidence: "provider",
		finishReason: "stop",
		upstreamId: "up-1",
		ttftMs: 12.6,
		...changes,
	};
}

/** A settlement of which everything it ends is noted, in order. */
function open(changes: Partial<Generation> = {}, held = HELD) {
	const noted: string[] = [];
	const events: UsageEvent[] = [];
	const lines: string[] = [];
	const metrics = createMetrics();
	const log = { away: false };
	const allowances = new Purse(0n);
	const take = async (event: UsageEvent) => {
		if (log.away) throw new Error("no log took it");
		events.push(event);
	};
	const limits = {
		admit: () => {
			throw new Error("a settlement admits nothing");
		},
		release: async (permit: Permit) => void noted.push(`permit ${permit.permitId}`),
	};
	const span: OpenSpan = {
		...aGeneration().span,
		fail: (type) => void noted.push(`span failed ${type}`),
		end: () => void noted.push("span ended"),
	};
	const deps = {
		allowances,
		limits,
		drains: new Drains(1),
		usageLog: { append: take, checkpoint: take, withdraw: take },
		log: createLogger({ level: "debug", write: (line) => lines.push(line), now: () => 0, human: false }),
		metrics: makeApiMetrics(metrics),
		monotonic: () => 1_250.4,
	};
	const hold = aHold(held);
	const generation = aGeneration({ leave: () => void noted.push("left"), span, ...changes });
	const settlement = new Settlement(deps, generation, { hold, needs: [need], outputLimit: undefined });
	return { settlement, limits, hold, noted, events, lines, metrics, log, allowances };
}

describe("a generation that is recorded", () => {
	it("is charged the price of its usage, and everything it held ends", async () => {
		const { settlement, allowances, noted, events } = open();
		const bill = await settlement.record(outcome());
		expect(bill).toEqual({
			usage: { input: 100, output: 50 },
			costNanoUsd: INPUT_NANO + 500_000n,
			estimated: false,
			sandbox: false,
		});
		expect(allowances.ends).toEqual(["settled at 600000"]);
		expect(noted).toEqual(["permit gen_1", "left", "span ended"]);
		expect(events[0]).toMatchObject({ chargeNanoUsd: 600_000n, holdNanoUsd: HELD, ttftMs: 13, latencyMs: 250 });
	});

	it("is never charged more than was held, though the provider's bill is more", async () => {
		const { settlement, events, allowances } = open();
		const bill = await settlement.record(outcome({ usage: { input: 100, output: 5_000 } }));
		expect(bill.costNanoUsd).toBe(HELD);
		expect(allowances.ends).toEqual([`settled at ${HELD}`]);
		expect(events[0]).toMatchObject({ chargeNanoUsd: HELD, providerCostNanoUsd: 50_100_000n });
	});

	it("costs us what the provider bills, where that is more than was delivered", async () => {
		const { settlement, events } = open();
		await settlement.record(outcome({ providerUsage: { input: 100, output: 60 } }));
		expect(events[0]).toMatchObject({ chargeNanoUsd: 600_000n, providerCostNanoUsd: 700_000n });
	});

	it("names who pays, what served, and at which price", async () => {
		const { settlement, events } = open({
			endUser: "user-7",
			app: "an app",
			tags: ["batch"],
			key: keyRecord({ memberId: "mem_1" }),
		});
		await settlement.record(outcome());
		expect(events[0]).toMatchObject({
			generationId: "00000000-0000-7000-8000-000000000001",
			accountId: "acct_1",
			keyId: "key_1",
			allowanceId: "allowance_1",
			endpointId: "openai/gpt-5.5@openai",
			priceVersionId: "pv_openai",
			endUser: "user-7",
			app: "an app",
			tags: ["batch"],
			memberId: "mem_1",
		});
	});

	it("is charged nothing for a class nobody priced, and somebody is told", async () => {
		const { settlement, lines } = open();
		const bill = await settlement.record(outcome({ usage: { input: 100, web_search: 1 } }));
		expect(bill.costNanoUsd).toBe(0n);
		expect(lines.join()).toContain("usage that cannot be priced");
	});

	it("tells OpenRouter's clients the prompt's part, at most the charge", async () => {
		const flavored = { call: aCall({ flavor: "openrouter" }) };
		expect(await open(flavored).settlement.record(outcome())).toMatchObject({ promptCostNanoUsd: INPUT_NANO });
		expect(await open(flavored, 40n).settlement.record(outcome())).toMatchObject({ promptCostNanoUsd: 40n });
	});

	it("is counted by how it ended, and its span fails where it did not complete", async () => {
		const { settlement, metrics, noted } = open();
		await settlement.record(outcome({ status: "cut" }));
		expect(metrics.expose()).toContain('turnpike_generations_total{status="cut",provider="openai"} 1');
		expect(noted).toContain("span failed cut");
	});
});

describe("usage that no log takes", () => {
	it("is billing_unavailable, and still ends hold, permit and call", async () => {
		const { settlement, hold, log, noted, lines, metrics } = open();
		log.away = true;
		await expect(settlement.record(outcome())).rejects.toMatchObject({ code: "billing_unavailable", status: 503 });
		expect(hold.state).toBe("settled");
		expect(noted).toEqual(["permit gen_1", "left", "span ended"]);
		expect(lines.join()).toContain("usage could not be made durable");
		expect(metrics.expose()).not.toContain('status="completed"');
	});

	it("settles its charge all the same, because the record may have come through", async () => {
		const { settlement, log, allowances } = open();
		log.away = true;
		await settlement.record(outcome()).catch(() => {});
		expect(allowances.ends).toEqual(["settled at 600000"]);
	});
});

describe("a store of limits that is away", () => {
	it("neither spoils a recorded answer nor keeps the call in flight", async () => {
		const { settlement, limits, noted, lines } = open();
		limits.release = () => Promise.reject(new Error("away"));
		expect(await settlement.record(outcome())).toMatchObject({ costNanoUsd: 600_000n });
		expect(noted).toEqual(["left", "span ended"]);
		expect(lines.join()).toContain("a permit was not released");
	});

	it("does not make a release fail", async () => {
		const { settlement, limits, noted } = open();
		limits.release = () => Promise.reject(new Error("away"));
		await settlement.release();
		expect(noted).toEqual(["left"]);
	});
});

describe("a generation ends once", () => {
	it("and a release after its record changes nothing", async () => {
		const { settlement, allowances, noted } = open();
		await settlement.record(outcome());
		await settlement.release();
		expect(allowances.ends).toEqual(["settled at 600000"]);
		expect(noted.filter((what) => what === "left")).toHaveLength(1);
	});

	it("and cannot be recorded again, nor after it was released", async () => {
		const { settlement, events } = open();
		await Promise.all([settlement.release(), settlement.release()]);
		expect(settlement.ended).toBe(true);
		await expect(settlement.record(outcome())).rejects.toThrow("gen_1 has ended already");
		expect(events).toEqual([]);
	});

	it("at no cost where nothing was delivered", async () => {
		const { settlement, allowances, noted, events } = open();
		await settlement.release();
		expect(allowances.ends).toEqual(["released"]);
		expect(noted).toEqual(["permit gen_1", "left"]);
		expect(events).toEqual([]);
	});

	it("and leaves even where its hold cannot be released", async () => {
		const { settlement, allowances, noted } = open();
		allowances.release = () => Promise.reject(new Error("away"));
		await expect(settlement.release()).rejects.toThrow("away");
		expect(noted).toContain("left");
	});
});

describe("a generation that nobody answered", () => {
	const failedAttempt = (providerCostNanoUsd?: string) => ({
		endpointId: need.attempt.endpoint.id,
		provider: "openai",
		outcome: "failed" as const,
		status: 200,
		failure: "unavailable",
		latencyMs: 5,
		...(providerCostNanoUsd !== undefined && { providerCostNanoUsd }),
	});

	it("costs nothing and leaves no record where no provider bills for it", async () => {
		const { settlement, allowances, events } = open({ attempts: [failedAttempt()] });
		await settlement.fail();
		expect([allowances.ends, events]).toEqual([["released"], []]);
	});

	it("costs its customer nothing and the house what the providers bill", async () => {
		const { settlement, allowances, events } = open({ attempts: [failedAttempt("700"), failedAttempt("42")] });
		await settlement.fail();
		expect(allowances.ends).toEqual(["settled at 0"]);
		expect(events[0]).toMatchObject({ status: "failed", usage: {}, chargeNanoUsd: 0n, providerCostNanoUsd: 742n });
	});

	it("keeps no caller waiting for a log that is away", async () => {
		const { settlement, log, noted } = open({ attempts: [failedAttempt("700")] });
		log.away = true;
		await settlement.fail();
		expect(noted).toContain("left");
	});

	it("adds what failed to what was served", async () => {
		const { settlement, events } = open({ attempts: [failedAttempt("700"), failedAttempt()] });
		await settlement.record(outcome());
		expect(events[0]).toMatchObject({ chargeNanoUsd: 600_000n, providerCostNanoUsd: 600_700n });
	});
});

describe("a checkpoint", () => {
	it("says what would be billed now, and ends nothing", async () => {
		const { settlement, events, noted } = open();
		settlement.checkpoint(outcome({ status: "interrupted", evidence: "checkpoint" }));
		expect(events[0]).toMatchObject({
			status: "interrupted",
			estimated: true,
			evidence: "checkpoint",
			chargeNanoUsd: 600_000n,
		});
		expect(noted).toEqual([]);
		expect(settlement.ended).toBe(false);
	});

	it("that cannot be written troubles the log and not the caller", async () => {
		const { settlement, lines, log } = open();
		log.away = true;
		settlement.checkpoint(outcome());
		await new Promise((resolve) => setImmediate(resolve));
		expect(lines.join()).toContain("a checkpoint was not written");
	});

	it("is not written once the generation has ended", async () => {
		const { settlement, events } = open();
		await settlement.release();
		settlement.checkpoint(outcome());
		expect(events).toEqual([]);
	});
});
