import { afterAll, beforeAll, describe, test } from "vitest";
import {
	CHROMIUM,
	callAs,
	checkPage,
	giveCreditTo,
	openStage,
	type Stage,
	signUp,
	type Visitor,
} from "./harness/index.ts";

interface State {
	readonly cookies: Parameters<Visitor["context"]["addCookies"]>[0];
	readonly generationId: string;
}

describe.skipIf(CHROMIUM === undefined)("every page for who is signed in", () => {
	let stage: Stage;
	let state: State;
	beforeAll(async () => {
		stage = await openStage("pages");
		state = await somebodyWithUsage();
	});
	afterAll(() => stage?.close());

	/** Somebody with credit, keys, a budget, and some calls behind them. */
	async function somebodyWithUsage(): Promise<State> {
		const visitor = await stage.visitor();
		await signUp(visitor);
		await giveCreditTo(visitor, "25");
		const key = await callAs<{ key: string }>(visitor, "POST", "/v1/keys", { name: "Website", limit: "5" });
		await callAs(visitor, "POST", "/v1/keys", { name: "Nightly jobs", limit: "1", limit_reset: "daily" });
		const { data } = await callAs<{ data: { organization: { id: string } } }>(visitor, "GET", "/v1/session");
		const budget = `/v1/budgets/organisation/${data.organization.id}/monthly`;
		await callAs(visitor, "PUT", budget, { limit_usd: "20" });
		for (const url of WEBHOOKS) await callAs(visitor, "POST", "/v1/alerts/webhooks", { url });
		let generationId = "";
		for (const [model, content] of CALLS) {
			const response = await fetch(`${stage.baseUrl}/v1/chat/completions`, {
				method: "POST",
				headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
				body: JSON.stringify({ model, max_tokens: 300, messages: [{ role: "user", content }] }),
			});
			await response.text();
			generationId = response.headers.get("x-generation-id") ?? "";
		}
		const cookies = await visitor.context.cookies();
		await visitor.context.close();
		return { cookies, generationId };
	}

	const asThem = (path: (state: State) => string) => async (visitor: Visitor) => {
		await visitor.context.addCookies(state.cookies);
		await visitor.go(path(state));
	};

	test.each([
		["/start"],
		["/usage"],
		["/usage?by=key&time=24h&measure=requests"],
		["/generations"],
		["/keys"],
		["/keys?create=1"],
		["/credits"],
		["/organization"],
		["/organization?tab=projects"],
		["/organization?tab=budgets"],
		["/organization?tab=alerts"],
		["/organization?tab=log"],
		["/account"],
	])("%s is fit for everybody", (path) =>
		checkPage(
			stage,
			path,
			asThem(() => path),
		),
	);

	test("a generation's page is fit for everybody", () =>
		checkPage(
			stage,
			"/generation",
			asThem(({ generationId }) => `/generations/${generationId}`),
		));

	test.each([
		"/sign-in",
		"/sign-up",
		"/forgot-password",
		"/reset-password?token=x",
		"/verify-email?token=x",
		"/invitation?token=x",
		"/outbox",
	])("%s is fit for everybody", (path) => checkPage(stage, path));
});

/** The second as long as some are. */
const WEBHOOKS = [
	"https://hooks.example.com/turnpike",
	`https://hooks.example.com/services/${"T0123456789/".repeat(8)}`,
];

const CALLS = [
	["sandbox/lorem", "Tell me a story."],
	["sandbox/echo", "Hello there, how are you today?"],
	["sandbox/echo", "[[reason:thinking about it]] An answer."],
	["sandbox/lorem", "Another one."],
] as const;
