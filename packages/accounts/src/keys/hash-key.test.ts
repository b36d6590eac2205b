import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { hashCandidates, hashKey, type KeyHasher } from "./hash-key.ts";
import { makeKey } from "./make-key.ts";
import { type ParsedKey, parseKey } from "./parse-key.ts";

const peppers = new Map([
	[2, "newer pepper"],
	[1, "older pepper"],
]);

const hasher: KeyHasher = {
	currentVersion: 2,
	versions: [2, 1],
	hmac(version, text) {
		const pepper = peppers.get(version);
		if (pepper === undefined) throw new RangeError(`no pepper of version ${version}`);
		return createHmac("sha256", pepper).update(text).digest("hex");
	},
};

function key(fill: number): ParsedKey {
	const parsed = parseKey(makeKey("live", new Uint8Array(20).fill(fill)));
	if (parsed === undefined) throw new Error("a made key parses");
	return parsed;
}

test("a new key is hashed with the current pepper", () => {
	const expected = createHmac("sha256", "newer pepper").update(key(1).text).digest("hex");
	expect(hashKey(hasher, key(1))).toEqual({ version: 2, hash: expected });
});

test("a key made under an older pepper is still found, the current one is looked up first", () => {
	const older = hashKey({ ...hasher, currentVersion: 1 }, key(1));
	const candidates = hashCandidates(hasher, key(1));
	expect(candidates.map(({ version }) => version)).toEqual([2, 1]);
	expect(candidates[1]).toEqual(older);
});

test("two keys have no hash in common", () => {
	const hashes = [...hashCandidates(hasher, key(1)), ...hashCandidates(hasher, key(2))].map(({ hash }) => hash);
	expect(new Set(hashes).size).toBe(4);
});
