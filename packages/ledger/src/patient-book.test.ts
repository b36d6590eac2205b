import { nanoUsd } from "@turnpike/money";
import { expect, it } from "vitest";
import type { GrantOutcome, GrantRequest } from "./allowance-book.ts";
import { MemoryBook } from "./contract/index.ts";
import { BookSilent, patientBook } from "./patient-book.ts";
import { DrivenClock, openHolder, turn } from "./testing/driven-clock.fixture.ts";

const CENT = nanoUsd(10_000_000n);
const PATIENCE_MS = 10_000;
const spender = { accountId: "acc", keyId: "key" };

/** A book that carries out what it is asked for and tells nobody while it is silent. */
class SilentBook extends MemoryBook {
	silent = false;

	override async grant(request: GrantRequest): Promise<GrantOutcome> {
		const outcome = await super.grant(request);
		return this.silent ? new Promise(() => {}) : outcome;
	}
}

function open() {
	const clock = new DrivenClock();
	const book = new SilentBook({ now: clock.now, leaseMs: 30_000 });
	book.deposit("acc", 3n * CENT);
	const troubles: string[] = [];
	const patient = patientBook(book, PATIENCE_MS, clock.sleep);
	return { clock, book, patient, troubles, holder: openHolder(patient, clock, troubles) };
}

it("answers as its book does", async () => {
	const { patient } = open();
	const holder = { holderId: "h", kind: "memory", instance: "" } as const;
	expect(await patient.register(holder)).toBe(30_000);
	expect(await patient.renew("h")).toBe(true);
	expect(await patient.renew("unknown")).toBe(false);
});

it("fails when its book says nothing for too long, and not before", async () => {
	const { clock, book, patient } = open();
	await patient.register({ holderId: "h", kind: "memory", instance: "" });
	book.silent = true;
	let failure: unknown;
	const request = { holderId: "h", allowanceId: "a", spender, grantedBefore: nanoUsd(0n), atLeast: CENT, wanted: CENT };
	patient.grant(request).catch((error) => {
		failure = error;
	});
	await clock.advance(PATIENCE_MS - 1);
	expect(failure).toBeUndefined();
	await clock.advance(1);
	expect(failure).toBeInstanceOf(BookSilent);
	expect(String(failure)).toContain("no answer to grant in 10000 ms");
});

it("lets nobody wait for ever: all who shared a lost answer are told, and what it granted is found by who asks next", async () => {
	const { clock, book, troubles, holder } = open();
	book.silent = true;
	const calls = [1, 2, 3].map(async () => holder.hold(spender, CENT));
	await turn();
	await clock.advance(PATIENCE_MS);
	for (let step = 0; step < 3; step++) await clock.advance(PATIENCE_MS);
	expect(await Promise.all(calls)).toEqual(Array(3).fill({ refused: { reason: "unavailable" } }));
	expect(troubles[0]).toContain("BookSilent");
	book.silent = false;
	const outcomes = await Promise.all(Array.from({ length: 4 }, async () => holder.hold(spender, CENT)));
	expect(outcomes.filter((outcome) => "held" in outcome)).toHaveLength(3);
	expect(outcomes.filter((outcome) => "refused" in outcome)).toMatchObject([
		{ refused: { reason: "insufficient_credits" } },
	]);
});
