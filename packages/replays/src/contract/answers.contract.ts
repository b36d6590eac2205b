import { describe, expect, it } from "vitest";
import type { Claim, ClaimRequest, KeptAnswers } from "../kept-answers.ts";

export interface AnswersHarness {
	/** Stores of the same answers, as several processes have them. */
	readonly stores: readonly [KeptAnswers, KeptAnswers];
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** Lets so much time pass for the store. */
	readonly wait: (ms: number) => Promise<void>;
}

const LONG_MS = 600_000;
const bytes = (text: string) => new TextEncoder().encode(text);

/** What every store of kept answers must do. */
export function answersContract(name: string, open: () => Promise<AnswersHarness>): void {
	describe(`kept answers: ${name}`, () => {
		const opening = open();

		async function aCall(changes: Partial<ClaimRequest> = {}) {
			const { stores, newId, wait } = await opening;
			const named = { keyId: `key_${newId()}`, name: `key:${newId()}` };
			const request = (): ClaimRequest => ({
				...named,
				generationId: newId(),
				fingerprint: "asked",
				leaseMs: LONG_MS,
				keptMs: LONG_MS,
				...changes,
			});
			return { store: stores[0], other: stores[1], request, wait };
		}

		const known = (store: KeptAnswers, claim: Claim) => store.find(claim, "asked");

		it("of many who claim a call one gets it, in whatever process", async () => {
			const { store, other, request } = await aCall();
			const claims = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? store : other).claim(request()));
			const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
			expect(kinds.filter((kind) => kind === "ours")).toHaveLength(1);
			expect(kinds.filter((kind) => kind === "running")).toHaveLength(49);
		});

		it("a call is another key's or name's own", async () => {
			const { store, request } = await aCall();
			const first = request();
			await store.claim(first);
			expect(await store.claim({ ...request(), keyId: `${first.keyId}2` })).toEqual({ kind: "ours" });
			expect(await store.claim({ ...request(), name: `${first.name}2` })).toEqual({ kind: "ours" });
		});

		it("a call that nobody claimed is not known", async () => {
			const { store, request } = await aCall();
			expect(await known(store, request())).toBeUndefined();
		});

		it("an answer is what every later claim gets, and every look", async () => {
			const { store, other, request } = await aCall();
			const first = request();
			await store.claim(first);
			expect(await known(other, first)).toEqual({ kind: "running" });
			expect(await store.keep(first, bytes("an answer"), LONG_MS)).toBe(true);
			const answered = { kind: "answered", generationId: first.generationId, sealed: bytes("an answer") };
			expect(await other.claim(request())).toEqual(answered);
			expect(await known(other, first)).toEqual(answered);
			expect(await store.keep(first, bytes("another"), LONG_MS)).toBe(false);
			expect(await other.claim(request())).toEqual(answered);
		});

		it("an answer too large to be kept is known to have been given", async () => {
			const { store, other, request } = await aCall();
			const first = request();
			await store.claim(first);
			expect(await store.keep(first, undefined, LONG_MS)).toBe(true);
			expect(await other.claim(request())).toEqual({ kind: "not_kept", generationId: first.generationId });
		});

		it("the same name for something else is told apart, while it runs and when it is answered", async () => {
			const { store, other, request } = await aCall();
			const first = request();
			await store.claim(first);
			const something = { ...request(), fingerprint: "something else" };
			expect(await other.claim(something)).toEqual({ kind: "other_call" });
			await store.keep(first, bytes("an answer"), LONG_MS);
			expect(await other.claim(something)).toEqual({ kind: "other_call" });
			expect(await other.find(something, something.fingerprint)).toEqual({ kind: "other_call" });
		});

		it("a call that was released is anybody's, for whatever is asked", async () => {
			const { store, other, request } = await aCall();
			const first = request();
			await store.claim(first);
			await store.release(first);
			expect(await known(other, first)).toBeUndefined();
			expect(await other.claim({ ...request(), fingerprint: "something else" })).toEqual({ kind: "ours" });
			await store.release(first);
			expect(await store.keep(first, bytes("late"), LONG_MS)).toBe(false);
			expect(await known(other, first)).toEqual({ kind: "other_call" });
		});

		it("a claim that is not renewed is taken over, by one, and its first holder keeps nothing any more", async () => {
			const { store, other, request, wait } = await aCall();
			const lost = { ...request(), leaseMs: 1 };
			await store.claim(lost);
			await wait(50);
			expect(await known(other, lost)).toBeUndefined();
			const kinds = await Promise.all(Array.from({ length: 10 }, () => other.claim(request())));
			expect(kinds.filter(({ kind }) => kind === "ours")).toHaveLength(1);
			expect(await store.keep(lost, bytes("late"), LONG_MS)).toBe(false);
			await store.renew([lost], LONG_MS);
			await store.release(lost);
			expect(await known(other, lost)).toEqual({ kind: "running" });
		});

		it("a claim that is renewed holds", async () => {
			const { store, other, request, wait } = await aCall();
			const first = { ...request(), leaseMs: 1 };
			await store.claim(first);
			await store.renew([first], LONG_MS);
			await wait(50);
			expect(await other.claim(request())).toEqual({ kind: "running" });
		});

		it("an answer is forgotten after its time", async () => {
			const { store, other, request, wait } = await aCall();
			const first = request();
			await store.claim(first);
			await store.keep(first, bytes("an answer"), 1);
			await wait(50);
			expect(await known(other, first)).toBeUndefined();
			expect(await other.claim(request())).toEqual({ kind: "ours" });
		});
	});
}
