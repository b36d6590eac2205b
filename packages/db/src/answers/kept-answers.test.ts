import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { answersContract } from "@turnpike/replays/contract";
import { afterAll, describe, expect, it } from "vitest";
import { connect } from "../connect.ts";
import { openTestBook, usageOf } from "../testing/open-test-book.fixture.ts";
import { uuidv7 } from "../testing/uuidv7.fixture.ts";
import { withdrawRequested } from "../usage/withdraw-requested.ts";
import { clearAnswers, turnAnswerPartitions } from "./clear-answers.ts";
import { makeKeptAnswers } from "./kept-answers.ts";

const world = await openTestBook("kept answers");
const { sql, log } = world;
const other = connect(world.url);
afterAll(async () => {
	await other.end();
	await world.close();
});
const answers = makeKeptAnswers(sql);

answersContract("Postgres", async () => ({
	stores: [answers, makeKeptAnswers(other)],
	newId: uuidv7,
	wait: (ms) => sleep(ms),
}));

const request = (changes: object = {}) => ({
	keyId: `key_${randomUUID()}`,
	name: "key:1",
	fingerprint: "asked",
	generationId: uuidv7(),
	leaseMs: 600_000,
	keptMs: 600_000,
	...changes,
});

describe("a claim that was lost with its process", () => {
	it("is taken over, and what the lost generation used is not charged, though its record comes later", async () => {
		const spender = await world.open(0n);
		const lost = request({ leaseMs: 1 });
		await answers.claim(lost);
		await sleep(30);
		expect(await answers.claim({ ...lost, generationId: uuidv7() })).toEqual({ kind: "ours" });
		const event = { ...usageOf(spender, randomUUID(), 5n), generationId: lost.generationId };
		await log.append(event);
		await withdrawRequested(sql, uuidv7);
		const [row] = await sql<{ charge: bigint }[]>`
			select charge_nano_usd as charge from usage_event where generation_id = ${lost.generationId}`;
		expect(row?.charge).toBe(0n);
	});

	it("is answered again by whoever claimed it and did not hear that they had", async () => {
		const claim = request();
		expect(await answers.claim(claim)).toEqual({ kind: "ours" });
		expect(await answers.claim(claim)).toEqual({ kind: "ours" });
	});
});

describe("what is over", () => {
	const claims = async (keyId: string) => (await sql`select 1 from answer_claim where key_id = ${keyId}`).length;

	it("is cleared: answers after their time, and claims that were lost and never retried", async () => {
		const [answered, lost, running] = [request(), request({ leaseMs: 1, keptMs: 1 }), request({ keptMs: 1 })];
		for (const claim of [answered, lost, running]) await answers.claim(claim);
		await answers.keep(answered, new Uint8Array([1]), 1);
		await sleep(30);
		while (await clearAnswers(sql));
		expect(await Promise.all([answered, lost, running].map(({ keyId }) => claims(keyId)))).toEqual([0, 0, 1]);
	});

	it("goes with its day, and a claim without its answer may be claimed again", async () => {
		const answered = request();
		await answers.claim(answered);
		await answers.keep(answered, new Uint8Array([1]), 600_000);
		await sql.unsafe(`create table kept_answer_20200101 partition of kept_answer for values
			from ('016f5e66-e800-7000-8000-000000000000') to ('016f638d-4400-7000-8000-000000000000')`);
		await turnAnswerPartitions(sql);
		const partitions = await sql<{ name: string }[]>`select relname as name from pg_inherits i join pg_class c
			on c.oid = i.inhrelid where i.inhparent = 'kept_answer'::regclass order by 1`;
		expect(partitions.map(({ name }) => name)).not.toContain("kept_answer_20200101");
		expect(partitions.length).toBeGreaterThanOrEqual(9);
		await sql`delete from kept_answer where generation_id = ${answered.generationId}`;
		expect(await answers.find(answered, "asked")).toBeUndefined();
		expect(await answers.claim({ ...answered, generationId: uuidv7() })).toEqual({ kind: "ours" });
	});
});
