import { makeVault } from "@turnpike/vault";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { MemoryKeyStore } from "../signing/memory-key-store.fixture.ts";
import { SigningKeyCache, SigningKeys } from "../signing/signing-keys.ts";
import { fingerprint, mintToken, TOKEN_SECONDS, verifyToken } from "./session-token.ts";

const NOW = 1_790_000_000_000;
const PUBLIC = "https://turnpike.example";
const CLAIMS = {
	sessionId: "ses_1",
	userId: "usr_1",
	email: "ada@example.com",
	name: "Ada",
	membership: { memberId: "mem_1", organisationId: "org_1", role: "admin" },
} as const;

const keys = new SigningKeys({
	store: new MemoryKeyStore(),
	vault: makeVault([{ version: 1, secret: "a secret for tests alone" }]),
	cache: new SigningKeyCache(),
	now: () => NOW,
	newId: () => `sig_${Math.random()}`,
});
const at = (nowMs: number, publicUrl = PUBLIC) => ({ keys, publicUrl, nowMs });
const mint = () => mintToken(CLAIMS, "session token", at(NOW));

describe("a session's token", () => {
	it("says whose it is for five minutes, and not a moment longer", async () => {
		const token = await mint();
		const expected = { ...CLAIMS, fingerprint: await fingerprint("session token") };
		expect(await verifyToken(token, at(NOW))).toEqual(expected);
		expect(await verifyToken(token, at(NOW + (TOKEN_SECONDS - 1) * 1_000))).toEqual(expected);
		expect(await verifyToken(token, at(NOW + TOKEN_SECONDS * 1_000))).toBeUndefined();
	});

	it("of somebody without an organisation says so", async () => {
		const token = await mintToken({ ...CLAIMS, membership: undefined }, "t", at(NOW));
		expect((await verifyToken(token, at(NOW)))?.membership).toBeUndefined();
	});

	it("of another installation is none", async () => {
		expect(await verifyToken(await mint(), at(NOW, "https://other.example"))).toBeUndefined();
	});

	it("shows nothing of the session's own token", async () => {
		expect(Buffer.from((await mint()).split(".")[1] ?? "", "base64url").toString()).not.toContain("session token");
	});

	it("was made for this and nothing else: a receipt is none, nor what lives longer or claims less", async () => {
		const receipt = await keys.signer("receipt");
		const session = await keys.signer("session");
		const make = ({ kid, key }: typeof session, claims: object, seconds = TOKEN_SECONDS) =>
			new SignJWT({ sid: "ses_1", email: "a", name: "A", sth: "x", ...claims })
				.setProtectedHeader({ alg: "EdDSA", kid, typ: "JWT" })
				.setSubject("usr_1")
				.setIssuer(PUBLIC)
				.setAudience(PUBLIC)
				.setIssuedAt(NOW / 1_000)
				.setExpirationTime(NOW / 1_000 + seconds)
				.sign(key);
		expect(await verifyToken(await make(session, {}), at(NOW))).toBeDefined();
		expect(await verifyToken(await make(receipt, {}), at(NOW))).toBeUndefined();
		expect(await verifyToken(await make(session, { sid: 5 }), at(NOW))).toBeUndefined();
		expect(await verifyToken(await make(session, { role: "boss" }), at(NOW))).toBeUndefined();
		const lasting = await make(session, {}, 86_400);
		expect(await verifyToken(lasting, at(NOW + 3_600_000))).toBeUndefined();
	});
});
