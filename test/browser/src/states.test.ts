import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, openStage, type Stage, signUp, type Visitor } from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("pages without what they show", () => {
	let stage: Stage;
	let visitor: Visitor;
	beforeAll(async () => {
		stage = await openStage("states");
		visitor = await stage.visitor();
		await signUp(visitor);
	});
	afterAll(() => stage?.close());

	const PAGES = [
		["/keys", "/v1/keys?*", "Loading the keys", "The keys could not be loaded.", "No key yet"],
		[
			"/usage",
			"/v1/analytics/query",
			"Loading the usage",
			"The usage could not be loaded.",
			"Nothing used in this time",
		],
		[
			"/generations",
			"/v1/generations?*",
			"Loading the generations",
			"The generations could not be loaded.",
			"Nothing in this time",
		],
		[
			"/organization?tab=budgets",
			"/v1/budgets?*",
			"Loading the budgets",
			"The budgets could not be loaded.",
			"No budget yet",
		],
		[
			"/organization?tab=alerts",
			"/v1/alerts",
			"Loading the alerts",
			"The alerts could not be loaded.",
			"No webhook yet",
		],
	] as const;

	test.each(PAGES)(
		"%s holds its place while it loads, says why it failed, and then that there is nothing",
		async (path, api, loading, failed, empty) => {
			const { page, shot } = visitor;
			const allowed = Promise.withResolvers<void>();
			await page.route(`**${api}`, async (route) => {
				await allowed.promise;
				const error = { message: "Not now, in words of the API.", code: "invalid_value", type: "x", param: null };
				await route.fulfill({ status: 400, json: { error } });
			});
			await page.goto(path);
			await page.getByRole("status", { name: loading }).waitFor();
			await shot(`loading${path.replace(/\W+/g, "-")}`);
			allowed.resolve();
			await page.getByText(failed).waitFor();
			await page.getByText("Not now, in words of the API.").waitFor();
			await shot(`failed${path.replace(/\W+/g, "-")}`);
			await page.unroute(`**${api}`);
			await page.getByRole("button", { name: "Try again" }).click();
			await page.getByText(empty).waitFor();
			await shot(`empty${path.replace(/\W+/g, "-")}`);
			expect(visitor.watched.problems).toEqual([]);
		},
	);

	test("a server that is away is told as such, and what it has is there again with it", async () => {
		const { page, context } = visitor;
		await page.goto("/usage");
		await page.getByText("Nothing used in this time").waitFor();
		await context.setOffline(true);
		await page.getByRole("combobox", { name: "Group" }).selectOption({ label: "By key" });
		await page.getByText("The server cannot be reached. Check your connection.").waitFor();
		await context.setOffline(false);
		await page.getByRole("button", { name: "Try again" }).click();
		await page.getByText("Nothing used in this time").waitFor();
	});

	test("a purchase whose answer was lost is tried again with the card kept, and is another one", async () => {
		const { page } = visitor;
		await page.goto("/credits");
		const checkout = "**/v1/credits/checkout";
		await page.route(
			checkout,
			async (route) => {
				await route.fetch();
				await route.abort();
			},
			{ times: 1 },
		);
		await page.getByRole("button", { name: "Continue to sandbox payment" }).click();
		await page.getByText("The server cannot be reached.").waitFor();
		await page.getByRole("switch", { name: "Keep the card" }).click();
		await page.getByRole("button", { name: "Continue to sandbox payment" }).click();
		await page.getByRole("button", { name: "Pay with a test card" }).waitFor();
	});

	test("a session that ends meanwhile leads to signing in, and back", async () => {
		const { page, context } = visitor;
		await page.goto("/usage");
		await page.getByText("Nothing used in this time").waitFor();
		await context.clearCookies();
		await page.getByRole("link", { name: "Keys" }).click();
		await page.getByRole("heading", { name: "Sign in" }).waitFor();
		expect(new URL(page.url()).searchParams.get("next")).toBe("/keys");
	});
});
