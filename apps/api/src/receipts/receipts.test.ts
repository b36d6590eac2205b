import { priceVersion, seedCatalog, serializePriceVersion } from "@turnpike/catalog";
import type { GenerationRecord } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";
import { makeVault } from "@turnpike/vault";
import { receiptClaims } from "@turnpike/wire/account";
import { compactVerify, createLocalJWKSet } from "jose";
import { describe, expect, it } from "vitest";
import { generationRecord, sandboxPrice } from "../reports/generation-record.fixture.ts";
import { MemoryKeyStore } from "../signing/memory-key-store.fixture.ts";
import { SigningKeyCache, SigningKeys } from "../signing/signing-keys.ts";
import { claimsOf } from "./claims-of.ts";
import { receiptOf } from "./receipt-of.ts";
import { signReceipt } from "./sign-receipt.ts";

const input = sandboxPrice.base.input ?? 0n;
const output = sandboxPrice.base.output ?? 0n;

const PRICE = (1_001n * input + 7n * output) / 1_000n;
/** Five nano-USD more than its hold covered. */
const PAID = nanoUsd(PRICE - 5n);
const EVENT = { usage: { input: 1_001, cache_read: 0, output: 7 }, holdNanoUsd: PAID, chargeNanoUsd: PAID };
const POSTED = { transactionId: "0198c2f0-4c3a-7d5e-9c41-000000000000", posted: PAID, overrun: nanoUsd(5n) };
const recordOf = (rest: Partial<GenerationRecord> = {}) => generationRecord(EVENT, { ...POSTED, ...rest });

const debit = { postedAt: Date.UTC(2026, 10, 23, 0, 0, 1), givenBackBy: undefined };
const facts = { debit, issuer: "https://turnpike.example", quantization: "unknown" };

function keysOf() {
	const vault = makeVault([{ version: 1, secret: "a secret for tests alone" }]);
	const options = { store: new MemoryKeyStore(), vault, cache: new SigningKeyCache(), now: () => Date.now() };
	return new SigningKeys({ ...options, newId: () => `sig_${crypto.randomUUID()}` });
}

const nobody = () => Promise.reject(new Error("nobody asks the ledger"));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a receipt", () => {
	it("says all that the debit follows from, and nothing else", () => {
		const claims = claimsOf({ ...facts, record: recordOf() });
		expect(receiptClaims.strict().parse(JSON.parse(JSON.stringify(claims)))).toEqual(claims);
		expect(claims).toMatchObject({
			iss: "https://turnpike.example",
			sub: "gen_0198c2f04c3a7d5e9c41a5b6c7d8e9f0",
			iat: debit.postedAt / 1_000,
			usage: { input: 1_001, output: 7 },
			unit_prices_pico_usd: { input: input.toString(), output: output.toString() },
			cost_nano_usd: (PRICE - 5n).toString(),
			house_nano_usd: "5",
			sandbox: true,
			given_back_by: null,
		});
	});

	it("of a larger prompt has the prices of its tier", () => {
		const tier = {
			abovePromptTokens: 1_000,
			prices: { input: sandboxPrice.base.output, output: sandboxPrice.base.input },
		};
		const { id: _, ...untiered } = sandboxPrice;
		const tiered = priceVersion({ ...untiered, tiers: [tier] as typeof sandboxPrice.tiers });
		const prices = JSON.stringify(serializePriceVersion(tiered));
		const claims = claimsOf({ ...facts, record: recordOf({ prices }) });
		expect(claims.unit_prices_pico_usd).toEqual({ input: output.toString(), output: input.toString() });
	});

	it("is not made of what the ledger has not posted", () => {
		expect(() => claimsOf({ ...facts, record: recordOf({ posted: undefined }) })).toThrow("no debit");
		expect(() => claimsOf({ ...facts, record: recordOf({ transactionId: undefined }) })).toThrow("no debit");
	});

	it("waits for the ledger, and for a person where the generation does", async () => {
		const deps = { catalog: seedCatalog(), signingKeys: keysOf(), publicUrl: () => "", reports: { debit: nobody } };
		const waiting = { transactionId: undefined, posted: undefined, overrun: undefined };
		expect(await receiptOf(deps, recordOf(waiting))).toEqual({ receipt: null, receipt_status: "pending" });
		const parked = recordOf({ ...waiting, parkedReason: "a reason of ours" });
		expect(await receiptOf(deps, parked)).toEqual({ receipt: null, receipt_status: "parked" });
	});

	it("is the same text however often it is signed, and no byte of it can be another", async () => {
		const keys = keysOf();
		const claims = claimsOf({ ...facts, record: recordOf() });
		const receipt = await signReceipt(claims, keys);
		expect(await signReceipt(claims, keys)).toBe(receipt);
		const jwks = createLocalJWKSet((await keys.jwks()) as Parameters<typeof createLocalJWKSet>[0]);
		const { payload, protectedHeader } = await compactVerify(receipt, jwks);
		expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(claims);
		expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "receipt+jwt" });
		for (let at = 0; at < receipt.length; at++) {
			// The highest bit of six: the lowest ones of the last letter mean nothing in base64url.
			const other = ALPHABET[(ALPHABET.indexOf(receipt[at] ?? "") + 32) % 64] ?? "";
			const bytes = receipt.slice(0, at) + other + receipt.slice(at + 1);
			await expect(compactVerify(bytes, jwks)).rejects.toThrow();
		}
	});
});
