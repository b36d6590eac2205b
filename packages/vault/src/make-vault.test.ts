import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeVault } from "./make-vault.ts";
import { VaultError } from "./vault-error.ts";

const OLD = { version: 1, secret: "a secret of a while ago" };
const NEW = { version: 2, secret: "another secret, in force now" };
const vault = makeVault([OLD]);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("a vault", () => {
	test("gives back what was sealed, whatever it is", async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.string(), async (secret, context) => {
				const sealed = await vault.seal(secret, context);
				expect(await vault.open(sealed, context)).toEqual(new Uint8Array(secret));
			}),
			{ numRuns: 30 },
		);
	});

	test("gives back text as text, through letters that a URL and a column take", async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: "grapheme" }), async (secret) => {
				const sealed = await vault.sealText(secret, "webhook:1");
				expect(sealed).toMatch(/^[\w-]+$/);
				expect(await vault.openText(sealed, "webhook:1")).toBe(secret);
			}),
			{ numRuns: 30 },
		);
	});

	test("seals the same secret differently each time, and shows nothing of it", async () => {
		const secret = "x".repeat(64);
		const sealed = await Promise.all([1, 2, 3].map(() => vault.sealText(secret, "c")));
		expect(new Set(sealed).size).toBe(3);
		expect(atob((sealed[0] ?? "").replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("xxxx");
	});

	test("refuses what was sealed for another context", async () => {
		const sealed = await vault.seal(bytesOf("secret"), "signing_key:1");
		await expect(vault.open(sealed, "signing_key:2")).rejects.toThrow(VaultError);
	});

	test("refuses a secret in which any one byte was changed, or the end cut off", async () => {
		const sealed = await vault.seal(bytesOf("secret"), "c");
		for (let at = 0; at < sealed.length; at++) {
			const changed = sealed.slice();
			changed[at] = (changed[at] ?? 0) ^ 1;
			await expect(vault.open(changed, "c"), `byte ${at}`).rejects.toThrow(VaultError);
			await expect(vault.open(sealed.slice(0, at), "c"), `cut at ${at}`).rejects.toThrow(VaultError);
		}
	});

	test("refuses a data key that was taken from another secret of the same context", async () => {
		const [one, other] = await Promise.all([vault.seal(bytesOf("1"), "c"), vault.seal(bytesOf("2"), "c")]);
		const mixed = one.slice();
		mixed.set(other.subarray(0, 5 + 12 + 48));
		await expect(vault.open(mixed, "c")).rejects.toThrow(VaultError);
	});

	test.each(["", "AAAA", "not base64!", "A".repeat(41)])("refuses %j, which it never made", async (text) => {
		await expect(vault.openText(text, "c")).rejects.toThrow(VaultError);
	});

	test("refuses what another installation sealed", async () => {
		const sealed = await makeVault([{ version: 1, secret: "somebody else's secret" }]).seal(bytesOf("s"), "c");
		await expect(vault.open(sealed, "c")).rejects.toThrow(VaultError);
	});

	test("opens what older keys sealed, and tells it from what the newest did", async () => {
		const turned = makeVault([NEW, OLD]);
		const before = await vault.seal(bytesOf("kept"), "c");
		const after = await turned.seal(bytesOf("new"), "c");
		expect(await turned.open(before, "c")).toEqual(bytesOf("kept"));
		expect([turned.isCurrent(before), turned.isCurrent(after)]).toEqual([false, true]);
		await expect(vault.open(after, "c")).rejects.toThrow(/version 2 of SECRETS_KEY/);
	});

	test("is not made without a key", () => {
		expect(() => makeVault([])).toThrow(RangeError);
	});
});
