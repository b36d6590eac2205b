import { type DurableUsageOptions, makeDurableUsage } from "@turnpike/api/durable-usage";
import { post } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { drainUsage, type UsageRecord } from "@turnpike/redis";
import { describe, expect, it } from "vitest";
import { prepare } from "./engine/settle.ts";
import { play } from "./story/play.ts";
import type { Step, Story } from "./story/step.ts";
import { PRODUCTION } from "./world/parts.ts";

await prepare();

const [accountId, keyId] = ["account-1", "account-1-key-1"];
const DOLLAR = 1_000_000_000n;
const CALM = { do: "redis replicates" } as const;

function call(afterMs: number, ms: number): Step {
	const tokens = { input: 1_000, heldOutput: 100, output: 100, overReports: false };
	return { do: "call", afterMs, pick: 0, plan: { accountId, keyId, ...tokens, ms, ending: "normal" } };
}

function storyOf(steps: readonly Step[]): Story {
	return {
		// One of those whose API has the second log.
		seed: 2,
		setting: {
			apis: ["memory"],
			workers: 1,
			deposits: [{ accountId, nano: 100n * DOLLAR }],
			keys: [{ accountId, keyId }],
			budgets: [],
			toppedUp: [],
			endsInOrder: false,
		},
		steps,
	};
}

/** A call whose record only Redis has, because Postgres was away as it ended; then Redis is away until it is late. */
function lateStory(...meanwhile: readonly Step[]): Story {
	return storyOf([
		call(1_000, 1_000),
		{ do: "postgres away", afterMs: 500, ms: 7_000 },
		{ do: "redis away", afterMs: 6_500, ms: 200_000 },
		{ do: "kill api", afterMs: 100, pick: 0, downMs: 1_000 },
		...meanwhile,
		{ ...CALM, afterMs: 195_000 },
	]);
}

/** A drain that drops records of a kind. */
const without =
	(dropped: UsageRecord["kind"]): typeof drainUsage =>
	(options, handler, batch) =>
		drainUsage(options, (records) => handler(records.filter(({ kind }) => kind !== dropped)), batch);

/** Plays it. @returns how it went, and what postings took from `available`. */
async function playWatched(story: Story) {
	const late: bigint[] = [];
	const watched: typeof post = (input) => {
		const posting = post(input);
		late.push(posting.fromAvailable);
		return posting;
	};
	const { violation, endings } = await play(story, { ...PRODUCTION, post: watched });
	return { violation: violation?.message, endings, late };
}

describe("usage that comes to be known after its allowance was given up", () => {
	it("is charged where the account has it", async () => {
		const { violation, endings, late } = await playWatched(lateStory());
		expect(violation).toBe(undefined);
		expect(endings).toEqual({ answered: 1 });
		expect(late).toEqual([expect.toSatisfy((charge) => charge > 0n)]);
	});

	it("is paid by the house where the account has nothing left", async () => {
		const takeBack = { do: "take back", afterMs: 150_000, pick: 0, nano: 100n * DOLLAR } as const;
		const { violation, endings, late } = await playWatched(lateStory(takeBack));
		expect(violation).toBe(undefined);
		expect(endings).toEqual({ answered: 1 });
		expect(late).toEqual([0n]);
	});

	it("is found, where a posting leaves it to the house in any case", async () => {
		const { violation } = await play(lateStory(), {
			...PRODUCTION,
			post: (input) => post({ ...input, available: nanoUsd(0n) }),
		});
		expect(violation?.message).toMatch(/^M3: .* there was more to take$/);
	});
});

describe("a generation that was given up, and whose record came through all the same", () => {
	/** Postgres takes the record and says nothing; it is away altogether as the withdrawal is sought a log. */
	const silent = (redisAwayMs: number) =>
		[
			call(1_000, 1_000),
			{ do: "postgres stuck", afterMs: 500, ms: 60_000 },
			{ do: "redis away", afterMs: 0, ms: redisAwayMs },
			{ do: "postgres away", afterMs: 4_600, ms: 20_000 },
		] as const;
	const killed = storyOf([
		...silent(90_000),
		{ do: "kill api", afterMs: 3_000, pick: 0, downMs: 1_000 },
		{ ...CALM, afterMs: 100_000 },
	]);
	const told = storyOf([...silent(8_000), { ...CALM, afterMs: 100_000 }]);

	it.each([
		["by the journal, where its process dies before a log takes its withdrawal", killed],
		["by the second log, while the first is silent", told],
	])("is free %s", async (_how, story) => {
		const { violation, endings } = await playWatched(story);
		expect(violation).toBe(undefined);
		expect(endings).toEqual({ errored: 1 });
	});

	it("is found charged where there is no journal", async () => {
		const journal = { note: async () => {}, forget: async () => {} };
		const durable = (options: DurableUsageOptions) => makeDurableUsage({ ...options, journal });
		const { violation } = await play(killed, { ...PRODUCTION, durable });
		expect(violation?.message).toMatch(/^M9: .* ended with an error, and was charged/);
	});

	it("is found charged where the second log's withdrawals are lost", async () => {
		const { violation } = await play(told, { ...PRODUCTION, drain: without("withdrawal") });
		expect(violation?.message).toMatch(/^M9: .* ended with an error, and was charged/);
	});
});

describe("a stream whose process died, and whose state only the second log had", () => {
	const story = storyOf([
		call(1_000, 20_000),
		{ do: "postgres away", afterMs: 500, ms: 12_000 },
		{ do: "kill api", afterMs: 8_000, pick: 0, downMs: 1_000 },
		{ ...CALM, afterMs: 120_000 },
	]);

	it("is billed by that", async () => {
		const charges: bigint[] = [];
		const { violation, endings } = await play(story, {
			...PRODUCTION,
			post: (input) => {
				const posting = post(input);
				charges.push(...posting.generations.map(({ event }) => event.chargeNanoUsd));
				return posting;
			},
		});
		expect(violation?.message).toBe(undefined);
		expect(endings).toEqual({ lost: 1 });
		expect(charges).toEqual([expect.toSatisfy((charge) => charge > 0n)]);
	});

	it("is found missing where the second log's states are lost", async () => {
		const { violation } = await play(story, { ...PRODUCTION, drain: without("checkpoint") });
		expect(violation?.message).toMatch(/^M3: a state of .* was durable, and it is not in the book/);
	});
});
