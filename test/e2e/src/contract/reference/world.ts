import {
	type Account,
	Browser,
	Client,
	chat,
	openStack,
	PASSWORD,
	type Person,
	type Stack,
	signUp,
} from "../../harness/index.ts";

/** Everything the described operations are called with: an organisation of keys, and one of somebody who is signed in. */
export interface World {
	readonly stack: Stack;
	readonly account: Account;
	/** By an inference key of the account. */
	readonly client: Client;
	/** By a management key of the account. */
	readonly manager: Client;
	/** Owns an organisation of their own. */
	readonly owner: Person;
	/** A call of the client's, posted. */
	readonly generationId: string;
}

export async function openWorld(): Promise<World> {
	const stack = await openStack("reference");
	const account = await stack.account();
	const manager = new Client(stack.baseUrl, (await account.key({ management: true })).text);
	const client = new Client(stack.baseUrl, (await account.key({ limitUsd: "5", limitReset: "weekly" })).text);
	const owner = await signUp(stack.baseUrl, "Ada");
	const answer = await client.post("/v1/chat/completions", chat("[[reason:hm]] hello there", { user: "somebody" }));
	const generationId = answer.headers.get("x-generation-id") ?? "";
	await stack.audit();
	return { stack, account, client, manager, owner, generationId };
}

/** Another session of somebody, which may be ended or sent elsewhere. */
export async function sessionOf({ email, browser: { baseUrl } }: Person): Promise<Browser> {
	const browser = new Browser(baseUrl);
	const answer = await browser.post("/api/auth/sign-in/email", { email, password: PASSWORD });
	if (answer.status !== 200) throw new Error(`the sign-in was refused: ${answer.text}`);
	return browser;
}
