import type { StoredSession } from "@turnpike/db";
import { makeVault } from "@turnpike/vault";
import { describe, expect, it } from "vitest";
import { MemoryKeyStore } from "../signing/memory-key-store.fixture.ts";
import { SigningKeyCache, SigningKeys } from "../signing/signing-keys.ts";
import { SESSION_SECONDS, Sessions } from "./sessions.ts";
import { writeSigned } from "./signed-cookie.ts";

const PUBLIC = "https://turnpike.example";
const SECRET = "a secret for tests alone";
const SESSION = "__Host-turnpike.session_token";
const TOKEN = "__Host-turnpike.token";

function world() {
	const clock = { ms: 1_790_000_000_000 };
	const stored = new Map<string, StoredSession>();
	const asked = { count: 0, extended: 0 };
	const find = (match: (token: string, session: StoredSession) => boolean) => {
		asked.count += 1;
		return [...stored].find(([token, session]) => match(token, session))?.[1];
	};
	const keys = new SigningKeys({
		...{ store: new MemoryKeyStore(), cache: new SigningKeyCache(), now: () => clock.ms },
		vault: makeVault([{ version: 1, secret: SECRET }]),
		newId: () => `sig_${Math.random()}`,
	});
	const sessions = new Sessions({
		store: {
			findByToken: async (token) => find((each) => each === token),
			findById: async (id) => find((_, session) => session.id === id),
			extend: async () => asked.extended++ === 0,
		},
		...{ keys, secret: SECRET, publicUrl: () => PUBLIC, now: () => clock.ms },
	});
	return { clock, stored, asked, sessions };
}

const ada = (changes: Partial<StoredSession> = {}): StoredSession => ({
	...{ id: "ses_1", userId: "usr_1", email: "ada@example.com", name: "Ada", expiresAt: 0 },
	membership: { memberId: "mem_1", organisationId: "org_1", role: "owner" },
	...changes,
});

const request = (cookies: Record<string, string>, headers: Record<string, string> = {}) =>
	new Request(`${PUBLIC}/v1/keys`, {
		headers: {
			cookie: Object.entries(cookies)
				.map(([name, value]) => `${name}=${value}`)
				.join("; "),
			...headers,
		},
	});

const fromOurPage = { origin: PUBLIC };

describe("a session", () => {
	it("is asked for once in five minutes by reads, and each time by changes", async () => {
		const { clock, stored, asked, sessions } = world();
		stored.set("t1", ada());
		const cookie = await writeSigned("t1", SECRET);
		const first = request({ [SESSION]: cookie });
		expect(await sessions.find(first, "read")).toMatchObject({ userId: "usr_1" });
		const [set = ""] = sessions.cookiesFor(first);
		expect(set).toMatch(/; HttpOnly; SameSite=Lax; Secure; Max-Age=300$/);
		const token = /token=([^;]+)/.exec(set)?.[1] ?? "";
		const both = { [SESSION]: cookie, [TOKEN]: token };
		for (let time = 0; time < 5; time++) await sessions.find(request(both), "read");
		expect(asked.count).toBe(1);
		await sessions.find(request(both, fromOurPage), "change");
		expect(asked.count).toBe(2);
		clock.ms += 301_000;
		await sessions.find(request(both), "read");
		expect(asked.count).toBe(3);
	});

	it("that was revoked changes nothing any more, and reads for as long as its token lasts", async () => {
		const { clock, stored, sessions } = world();
		stored.set("t1", ada());
		const cookie = await writeSigned("t1", SECRET);
		const first = request({ [SESSION]: cookie });
		await sessions.find(first, "read");
		const token = /token=([^;]+)/.exec(sessions.cookiesFor(first)[0] ?? "")?.[1] ?? "";
		const both = { [SESSION]: cookie, [TOKEN]: token };
		stored.clear();
		const refused = { status: 401, code: "invalid_api_key" };
		await expect(sessions.find(request(both, fromOurPage), "change")).rejects.toMatchObject(refused);
		expect(await sessions.find(request(both), "read")).toMatchObject({ userId: "usr_1" });
		clock.ms += 301_000;
		await expect(sessions.find(request(both), "read")).rejects.toMatchObject(refused);
	});

	it("goes by its stored role for changes, by its token's for reads", async () => {
		const { stored, sessions } = world();
		stored.set("t1", ada());
		const cookie = await writeSigned("t1", SECRET);
		const first = request({ [SESSION]: cookie });
		await sessions.find(first, "read");
		const token = /token=([^;]+)/.exec(sessions.cookiesFor(first)[0] ?? "")?.[1] ?? "";
		stored.set("t1", ada({ membership: { memberId: "mem_1", organisationId: "org_1", role: "viewer" } }));
		const both = { [SESSION]: cookie, [TOKEN]: token };
		expect((await sessions.find(request(both), "read"))?.membership?.role).toBe("owner");
		expect((await sessions.find(request(both, fromOurPage), "change"))?.membership?.role).toBe("viewer");
	});

	it("goes on while it is used, its cookie with it, but not one that ends with the browser", async () => {
		const { stored, sessions } = world();
		stored.set("t1", ada());
		const cookie = await writeSigned("t1", SECRET);
		const passing = request({ [SESSION]: cookie, "__Host-turnpike.dont_remember": "true" });
		await sessions.find(passing, "read");
		expect(sessions.cookiesFor(passing)).toHaveLength(1);
		const lasting = request({ [SESSION]: cookie });
		await sessions.find(lasting, "read");
		expect(sessions.cookiesFor(lasting)[1]).toBe(
			`${SESSION}=${cookie}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=${SESSION_SECONDS}`,
		);
	});

	it("of one user is not read by the token of another", async () => {
		const { stored, sessions } = world();
		stored.set("t1", ada());
		stored.set("t2", ada({ id: "ses_2", userId: "usr_2" }));
		const first = request({ [SESSION]: await writeSigned("t1", SECRET) });
		await sessions.find(first, "read");
		const token = /token=([^;]+)/.exec(sessions.cookiesFor(first)[0] ?? "")?.[1] ?? "";
		const mixed = request({ [SESSION]: await writeSigned("t2", SECRET), [TOKEN]: token });
		expect(await sessions.find(mixed, "read")).toMatchObject({ userId: "usr_2" });
	});

	it("is used by a program as a bearer's token, which no other site's page can send", async () => {
		const { stored, sessions } = world();
		stored.set("t1", ada());
		const token = await sessions.issue(request({ [SESSION]: await writeSigned("t1", SECRET) }));
		const bearer = () => request({}, { authorization: `Bearer ${token}` });
		expect(await sessions.find(bearer(), "read")).toMatchObject({ userId: "usr_1" });
		expect(await sessions.find(bearer(), "change")).toMatchObject({ userId: "usr_1" });
		stored.clear();
		await expect(sessions.find(bearer(), "change")).rejects.toMatchObject({ status: 401 });
	});

	it("is none where nothing was sent, and no key is taken for one", async () => {
		const { asked, sessions } = world();
		expect(await sessions.find(request({}), "read")).toBeUndefined();
		expect(await sessions.find(request({ [TOKEN]: "x" }), "change")).toBeUndefined();
		expect(await sessions.find(request({}, { authorization: "Bearer tp_mgmt_abc" }), "read")).toBeUndefined();
		expect(await sessions.issue(request({}))).toBeUndefined();
		expect(asked.count).toBe(0);
	});

	it("whose signature is not ours asks nobody", async () => {
		const { asked, sessions } = world();
		const forged = request({ [SESSION]: await writeSigned("t1", "another secret") });
		await expect(sessions.find(forged, "read")).rejects.toMatchObject({ status: 401 });
		expect(asked.count).toBe(0);
	});
});
