import { makeVault } from "@turnpike/vault";
import { describe, expect, it } from "vitest";
import { MemoryKeyStore } from "./memory-key-store.fixture.ts";
import { SigningKeyCache, SigningKeys } from "./signing-keys.ts";

const DAY_MS = 86_400_000;
const vault = makeVault([{ version: 1, secret: "a secret for tests alone" }]);

let made = 0;
function world() {
	const store = new MemoryKeyStore();
	const clock = { ms: 1_790_000_000_000 };
	const keys = () =>
		new SigningKeys({
			// Time goes on while keys are made.
			...{ store, vault, cache: new SigningKeyCache(), now: () => clock.ms++ },
			newId: () => `sig_${++made}`,
		});
	return { store, clock, keys };
}

async function signs(keys: SigningKeys, purpose: "session" | "receipt" = "session") {
	const { kid, key } = await keys.signer(purpose);
	const data = new TextEncoder().encode("signed");
	return { kid, data, signature: await crypto.subtle.sign("Ed25519", key, data) };
}

async function verifies(
	keys: SigningKeys,
	signed: Awaited<ReturnType<typeof signs>>,
	purpose: "session" | "receipt" = "session",
) {
	const key = await keys.verifier(purpose, signed.kid);
	return key !== undefined && crypto.subtle.verify("Ed25519", key, signed.signature, signed.data);
}

/** Which of a purpose's keys the JWKS has. */
async function publishedBy(keys: SigningKeys, store: MemoryKeyStore, purpose = "session") {
	const kids = (await keys.jwks()).keys.map(({ kid }) => kid);
	const own = store.records.filter((record) => record.purpose === purpose).map(({ id }) => id);
	return own.filter((id) => kids.includes(id)).sort();
}

describe("signing keys", () => {
	it("of one process are good in another, and the private part is sealed", async () => {
		const { store, keys } = world();
		const signed = await signs(keys());
		expect(await verifies(keys(), signed)).toBe(true);
		expect(JSON.stringify(store.records)).not.toContain('"d"');
		expect(new TextDecoder().decode(store.records[0]?.privateSealed)).not.toContain("Ed25519");
	});

	it("are made once by many that start together", async () => {
		const { store, keys } = world();
		const signed = await Promise.all(Array.from({ length: 6 }, () => signs(keys())));
		expect(new Set(signed.map(({ kid }) => kid)).size).toBe(1);
		expect(store.records).toHaveLength(1);
	});

	it("ask nobody when warm, also while the store is away", async () => {
		const { store, keys } = world();
		const one = keys();
		const signed = await signs(one);
		await verifies(one, signed);
		const { reads } = store;
		store.away = true;
		await signs(one);
		expect(await verifies(one, signed)).toBe(true);
		expect(store.reads).toBe(reads);
	});

	it("verify and sign on while their store is away for long", async () => {
		const { store, clock, keys } = world();
		const one = keys();
		const signed = await signs(one);
		store.away = true;
		clock.ms += 3_600_000;
		expect(await verifies(one, signed)).toBe(true);
		await signs(one);
		await expect(signs(keys())).rejects.toThrow("away");
	});

	it("of one purpose are none of another", async () => {
		const { keys } = world();
		const one = keys();
		const receipt = await signs(one, "receipt");
		expect(await verifies(one, receipt, "receipt")).toBe(true);
		expect(await verifies(one, receipt, "session")).toBe(false);
	});

	it("that nobody made are looked for at most every ten seconds", async () => {
		const { store, clock, keys } = world();
		const one = keys();
		await signs(one);
		const { reads } = store;
		for (let guess = 0; guess < 20; guess++) expect(await one.verifier("session", `sig_guess${guess}`)).toBeUndefined();
		expect(await one.verifier("session", undefined)).toBeUndefined();
		expect(store.reads).toBe(reads);
		clock.ms += 11_000;
		await one.verifier("session", "sig_guess");
		expect(store.reads).toBe(reads + 1);
	});

	it("are followed by others, published a week before they sign, and verify a day longer", async () => {
		const { store, clock, keys } = world();
		const one = keys();
		const first = await signs(one);
		clock.ms += 24 * DAY_MS;
		expect((await signs(one)).kid).toBe(first.kid);
		const next = store.records[1]?.id;
		expect(await publishedBy(one, store)).toEqual([first.kid, next].sort());
		clock.ms += 6 * DAY_MS;
		expect((await signs(one)).kid).toBe(next);
		expect(await verifies(one, first)).toBe(true);
		clock.ms += DAY_MS;
		expect(await verifies(one, first)).toBe(false);
		expect(await publishedBy(one, store)).not.toContain(first.kid);
	});

	it("of receipts are published before they sign anything, and for good", async () => {
		const { store, clock, keys } = world();
		const one = keys();
		const published = await publishedBy(one, store, "receipt");
		expect(published).toHaveLength(1);
		const receipt = await signs(one, "receipt");
		expect([receipt.kid]).toEqual(published);
		clock.ms += 4_000 * DAY_MS;
		expect((await signs(one, "receipt")).kid).not.toBe(receipt.kid);
		expect(await verifies(one, receipt, "receipt")).toBe(true);
		expect(await publishedBy(one, store, "receipt")).toContain(receipt.kid);
	});

	it("begin anew after a long silence", async () => {
		const { clock, keys } = world();
		const one = keys();
		const first = await signs(one);
		clock.ms += 400 * DAY_MS;
		const later = await signs(one);
		expect(later.kid).not.toBe(first.kid);
		expect(await verifies(one, later)).toBe(true);
	});

	it("are published without their private part", async () => {
		const jwks = await world().keys().jwks();
		const one = {
			kty: "OKP",
			crv: "Ed25519",
			x: expect.any(String),
			kid: expect.any(String),
			alg: "EdDSA",
			use: "sig",
		};
		expect(jwks.keys).toEqual([one, one]);
	});
});
