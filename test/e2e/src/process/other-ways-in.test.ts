import { createIdMaker } from "@turnpike/accounts";
import { makeBetterAuth } from "@turnpike/api";
import { connect, type Database } from "@turnpike/db";
import { freshDatabase } from "@turnpike/test-services";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newAddress, PASSWORD } from "../harness/index.ts";

const HOME = "https://turnpike.example";
const ids = createIdMaker({ now: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) });
const quiet: Parameters<typeof makeBetterAuth>[0]["log"] = {
	...{ debug() {}, info() {}, warn() {}, error() {} },
	with: () => quiet,
};

let database: Awaited<ReturnType<typeof freshDatabase>>;
let sql: Database;
let auth: ReturnType<typeof makeBetterAuth>;
beforeAll(async () => {
	database = await freshDatabase("e2e_other_ways_in");
	sql = connect(database.url, { connections: 4, applicationName: "turnpike test" });
	const oauth = { github: { clientId: "github-id", clientSecret: "github-secret" }, google: undefined };
	auth = makeBetterAuth({
		sql,
		transactions: sql,
		secret: "a secret for tests alone, long enough",
		publicUrl: HOME,
		oauth,
		ids,
		log: quiet,
	});
});
afterAll(async () => {
	await sql?.end();
	await database?.drop();
});

const realFetch = globalThis.fetch;
afterEach(() => {
	globalThis.fetch = realFetch;
});

/** Somebody at GitHub, as its API tells of them. */
interface Profile {
	readonly id: number;
	readonly email: string;
	readonly verified: boolean;
}

/** GitHub's side of the way: a code for a token, a token for a profile. */
function gitHubKnows({ id, email, verified }: Profile): void {
	const answers: Readonly<Record<string, unknown>> = {
		"https://github.com/login/oauth/access_token": { access_token: "gho_x", token_type: "bearer", scope: "read:user" },
		"https://api.github.com/user": {
			id,
			login: "octo",
			name: "Octo Cat",
			email,
			avatar_url: "https://avatars.example/1",
		},
		"https://api.github.com/user/emails": [{ email, verified, primary: true }],
	};
	globalThis.fetch = (async (input: RequestInfo | URL) => {
		const url = input instanceof Request ? input.url : String(input);
		return url in answers ? Response.json(answers[url]) : new Response("not here", { status: 404 });
	}) as typeof fetch;
}

const cookiesOf = (answer: Response) =>
	answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(";")[0])
		.join("; ");

function post(path: string, body: object): Promise<Response> {
	const headers = { "content-type": "application/json", origin: HOME };
	return auth.handler(new Request(`${HOME}/api/auth${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Goes to GitHub and comes back. */
async function signInWithGitHub(profile: Profile) {
	gitHubKnows(profile);
	const begun = await post("/sign-in/social", { provider: "github", callbackURL: "/keys" });
	const { url } = (await begun.json()) as { url: string };
	const state = new URL(url).searchParams.get("state") ?? "";
	const back = new URL(`${HOME}/api/auth/callback/github`);
	back.search = new URLSearchParams({ code: "once", state }).toString();
	const answer = await auth.handler(new Request(back, { headers: { cookie: cookiesOf(begun) } }));
	const to = new URL(answer.headers.get("location") ?? "", HOME);
	return {
		to: to.pathname,
		error: to.searchParams.get("error"),
		// Over https no subdomain and no plain connection can set it.
		signedIn: answer.headers
			.getSetCookie()
			.some((cookie) => /^__Host-turnpike\.session_token=[^;].*Secure/.test(cookie) && !/Domain=/i.test(cookie)),
		host: to.host,
	};
}

const account = async (email: string) => {
	const [user] = await sql`select u.id, u.email_verified as confirmed, m.role, o.name as organisation,
			(select count(*)::int4 from project p where p.organisation_id = o.id) as projects,
			(select count(*)::int4 from user_session s where s.user_id = u.id) as sessions,
			(select array_agg(provider_id order by provider_id) from user_identity i where i.user_id = u.id) as ways
		from app_user u left join member m on m.user_id = u.id left join organisation o on o.id = m.organisation_id
		where u.email = ${email}`;
	return user;
};

describe("signing in with GitHub", () => {
	test("makes an account with an organisation and a project the first time, and finds it again", async () => {
		const email = newAddress("octo");
		const profile = { id: 1, email, verified: true };
		expect(await signInWithGitHub(profile)).toMatchObject({ to: "/keys", error: null, signedIn: true });
		const made = await account(email);
		expect(made).toMatchObject({ confirmed: true, role: "owner", projects: 1, sessions: 1, ways: ["github"] });
		expect(made?.organisation).toBe("Octo Cat's organisation");
		expect(await signInWithGitHub(profile)).toMatchObject({ signedIn: true });
		expect(await account(email)).toMatchObject({ id: made?.id, sessions: 2, projects: 1 });
		const [tokens] = await sql`select access_token from user_identity where user_id = ${made?.id ?? ""}`;
		expect(String(tokens?.access_token)).not.toContain("gho_x");
	});

	test("lets nobody in whose address GitHub has not confirmed, until they confirm it here", async () => {
		const email = newAddress("unconfirmed");
		const came = await signInWithGitHub({ id: 2, email, verified: false });
		expect(came).toEqual({ to: "/sign-in", host: "turnpike.example", error: "email_not_verified", signedIn: false });
		expect(await account(email)).toMatchObject({ confirmed: false, sessions: 0 });
		const [mail] = await sql`select text from mail_outbox where recipient = ${email}`;
		const token = /verify-email\?token=([\w.-]+)/.exec(String(mail?.text))?.[1];
		await auth.handler(new Request(`${HOME}/api/auth/verify-email?token=${token}`));
		expect(await signInWithGitHub({ id: 2, email, verified: false })).toMatchObject({ signedIn: true });
	});

	test("opens no account that a stranger signed up with that address, nor one that is somebody else's", async () => {
		const email = newAddress("victim");
		await post("/sign-up/email", { name: "Stranger", email, password: PASSWORD });
		expect(await signInWithGitHub({ id: 3, email, verified: true })).toMatchObject({
			...{ error: "account_not_linked", signedIn: false },
		});
		await sql`update app_user set email_verified = true where email = ${email}`;
		expect(await signInWithGitHub({ id: 4, email, verified: false })).toMatchObject({ signedIn: false });
		expect(await account(email)).toMatchObject({ sessions: 0, ways: ["credential"] });
	});

	test("is one more way into an account whose address was confirmed", async () => {
		const email = newAddress("both");
		await post("/sign-up/email", { name: "Both", email, password: PASSWORD });
		await sql`update app_user set email_verified = true where email = ${email}`;
		expect(await signInWithGitHub({ id: 5, email, verified: true })).toMatchObject({ signedIn: true });
		expect(await account(email)).toMatchObject({ ways: ["credential", "github"], sessions: 1 });
		const acts = await sql`select detail from audit_log where action = 'user.add_identity'
			and target = (select id from app_user where email = ${email}) order by id`;
		expect(acts.map(({ detail }) => detail)).toEqual([{ provider: "credential" }, { provider: "github" }]);
	});
});
