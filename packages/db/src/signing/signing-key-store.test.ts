import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestBook, type TestBook } from "../testing/open-test-book.fixture.ts";
import { addSigningKey, listSigningKeys, type SigningKeyRecord } from "./signing-key-store.ts";

let world: TestBook;
beforeAll(async () => {
	world = await openTestBook("signing_keys");
});
afterAll(() => world?.close());

const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const DAY_MS = 86_400_000;
const keyOf = (id: string, changes: Partial<SigningKeyRecord> = {}): SigningKeyRecord => ({
	id,
	purpose: "session",
	algorithm: "EdDSA",
	publicJwk: { kty: "OKP", crv: "Ed25519", x: "AA" },
	privateSealed: new Uint8Array([1, 2, 3]),
	signsFrom: NOW,
	signsUntil: NOW + 30 * DAY_MS,
	verifiesUntil: NOW + 31 * DAY_MS,
	...changes,
});

it("keeps keys as they are, of those made at once the first, and forgets what verifies nothing any more", async () => {
	const added = await Promise.all(
		["sig_1", "sig_2", "sig_3"].map((id) => addSigningKey(world.sql, keyOf(id), undefined)),
	);
	expect(added.filter(Boolean)).toHaveLength(1);
	const [only, ...others] = await listSigningKeys(world.sql);
	expect(others).toEqual([]);
	expect({ ...only, privateSealed: new Uint8Array(only?.privateSealed ?? []) }).toEqual(keyOf(only?.id ?? ""));

	const next = { signsFrom: NOW + 30 * DAY_MS, signsUntil: NOW + 60 * DAY_MS };
	expect(await addSigningKey(world.sql, keyOf("sig_4", next), NOW)).toBe(false);
	expect(await addSigningKey(world.sql, keyOf("sig_5", next), NOW + 30 * DAY_MS)).toBe(true);
	expect(
		await addSigningKey(world.sql, keyOf("sig_6", { purpose: "receipt", verifiesUntil: undefined }), undefined),
	).toBe(true);
	await world.sql`update signing_key set verifies_until = now() - interval '1 s' where id = ${only?.id ?? ""}`;
	const left = await listSigningKeys(world.sql);
	expect(left.map(({ id, verifiesUntil }) => [id, verifiesUntil !== undefined])).toEqual([
		["sig_5", true],
		["sig_6", false],
	]);
});
