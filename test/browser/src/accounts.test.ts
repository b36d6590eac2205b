import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	CHROMIUM,
	callAs,
	checkAccess,
	linkIn,
	mailsTo,
	mailTo,
	newPerson,
	openStage,
	PASSWORD,
	type Stage,
	signUp,
	type Visitor,
} from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("people and their organisations", () => {
	let stage: Stage;
	/** Where webhooks of the tests lead, and what is answered there. */
	const hooks = createServer((_, response) => response.writeHead(answer).end());
	let receiver: string;
	let answer = 200;
	beforeAll(async () => {
		await once(hooks.listen(0, "127.0.0.1"), "listening");
		const address = hooks.address();
		receiver = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
		stage = await openStage("accounts", { WEBHOOK_PRIVATE_HOSTS: receiver });
	});
	afterAll(async () => {
		await stage?.close();
		hooks.close();
	});

	async function visit(work: (visitor: Visitor) => Promise<void>): Promise<void> {
		const visitor = await stage.visitor();
		try {
			await work(visitor);
			expect(visitor.watched.problems).toEqual([]);
		} finally {
			await visitor.context.close();
		}
	}

	async function signIn({ page, go }: Visitor, email: string, password = PASSWORD): Promise<void> {
		await go("/sign-in");
		await page.getByLabel("E-mail").fill(email);
		await page.getByLabel("Password", { exact: true }).fill(password);
		await page.getByRole("button", { name: "Sign in" }).click();
	}

	test("a page for who is signed in asks to sign in, and then it is the one that was wanted", () =>
		visit(async (visitor) => {
			const { page, go, context } = visitor;
			const { email } = await signUp(visitor);
			await context.clearCookies();
			await go("/usage?time=30d&by=key");
			await page.getByRole("heading", { name: "Sign in" }).waitFor();
			await page.getByLabel("E-mail").fill(email);
			await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
			await page.getByRole("button", { name: "Sign in" }).click();
			await page.getByRole("heading", { name: "Usage" }).waitFor();
			expect(new URL(page.url()).search).toBe("?time=30d&by=key");
		}));

	test("signing out leaves nothing of it behind, and the way back does not lead in again", () =>
		visit(async (visitor) => {
			const { page, go } = visitor;
			const { email } = await signUp(visitor);
			await go("/account");
			await page.getByText(email).first().waitFor();
			await page.getByRole("button", { name: "Account" }).click();
			await page.getByRole("menuitem", { name: "Sign out" }).click();
			await page.getByRole("link", { name: "Sign in" }).waitFor();
			await page.goBack();
			await page.getByRole("heading", { name: "Sign in" }).waitFor();
			expect(await page.getByText(email).count()).toBe(0);
		}));

	test("a wrong password says so and keeps what was typed", () =>
		visit(async (visitor) => {
			const { email } = await signUp(visitor);
			await visitor.context.clearCookies();
			await signIn(visitor, email, "not the password");
			await visitor.page
				.getByRole("alert")
				.getByText(/invalid|wrong/i)
				.waitFor();
			expect(await visitor.page.getByLabel("E-mail").inputValue()).toBe(email);
		}));

	test("who has not confirmed the address is offered the mail once more", () =>
		visit(async (visitor) => {
			const person = newPerson();
			const { origin } = new URL(visitor.baseUrl);
			const data = { ...person, password: PASSWORD };
			await visitor.context.request.post("/api/auth/sign-up/email", { headers: { origin }, data });
			await signIn(visitor, person.email);
			const before = await mailsTo(visitor, person.email);
			await visitor.page.getByRole("button", { name: "Send it again" }).click();
			await visitor.page.getByText("on its way once more").waitFor();
			const after = await mailsTo(visitor, person.email);
			expect(after.length).toBe(before.length + 1);
			await visitor.go(linkIn(await mailTo(visitor, person.email)));
			await signIn(visitor, person.email);
			await visitor.page.getByRole("heading", { name: "Usage" }).waitFor();
		}));

	test("a forgotten password is set anew by mail, and the old one opens nothing", () =>
		visit(async (visitor) => {
			const { page, go, context } = visitor;
			const { email } = await signUp(visitor);
			await context.clearCookies();
			await go("/forgot-password");
			await page.getByLabel("E-mail").fill(email);
			await page.getByRole("button", { name: "Send the link" }).click();
			await page.getByText(`If ${email} has an account`).waitFor();
			await go(linkIn(await mailTo(visitor, email)));
			await page.getByLabel("New password").fill("another gate entirely");
			await page.getByRole("button", { name: "Set the password" }).click();
			await page.getByText("Your password is changed").waitFor();
			await signIn(visitor, email);
			await page
				.getByRole("alert")
				.getByText(/invalid|wrong/i)
				.waitFor();
			await signIn(visitor, email, "another gate entirely");
			await page.getByRole("heading", { name: "Usage" }).waitFor();
		}));

	test("an invitation is accepted by whom it was sent to, who then sees what their role may", () =>
		visit(async (owner) => {
			await signUp(owner);
			const guest = newPerson("Charles Babbage");
			await owner.go("/organization");
			await owner.page.getByRole("button", { name: "Invite" }).click();
			await owner.page.getByLabel("E-mail").fill(guest.email);
			await owner.page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Viewer" });
			await owner.page.getByRole("button", { name: "Send the invitation" }).click();
			await owner.page.getByText(guest.email).waitFor();
			await visit(async (visitor) => {
				const invitation = linkIn(await mailTo(owner, guest.email));
				await visitor.go(invitation);
				await visitor.page.getByRole("heading", { name: "You are invited" }).waitFor();
				await signUp(visitor, guest);
				await visitor.go(invitation);
				await visitor.page.getByRole("heading", { name: /^Join Ada/ }).waitFor();
				await visitor.page.getByRole("button", { name: "Accept" }).click();
				await visitor.page.getByRole("heading", { name: /^Ada.*organisation$/ }).waitFor();
				await visitor.go("/keys");
				await visitor.page.getByText("No key yet").waitFor();
				expect(await visitor.page.getByRole("button", { name: "New key" }).count()).toBe(0);
				await visitor.go("/organization?tab=alerts");
				await visitor.page.getByText("Owners and admins see to the alerts").waitFor();
				await visitor.page.getByRole("tab", { name: "Members" }).click();
				await visitor.page.getByRole("cell", { name: "Owner" }).waitFor();
				expect(await visitor.page.getByRole("button", { name: "Invite" }).count()).toBe(0);
			});
			await owner.page.reload();
			const role = owner.page.getByRole("combobox", { name: "Role of Charles Babbage" });
			await role.selectOption({ label: "Developer" });
			await owner.page.getByText("Charles Babbage is developer now").waitFor();
			await owner.page.reload();
			await expect.poll(() => role.inputValue()).toBe("developer");
			await owner.page.getByRole("button", { name: "Remove Charles Babbage" }).click();
			await owner.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
			await role.waitFor({ state: "detached" });
		}));

	test("another browser is signed out from here", () =>
		visit(async (visitor) => {
			const person = await signUp(visitor);
			await visit(async (other) => {
				await signIn(other, person.email);
				await other.page.getByRole("heading", { name: "Usage" }).waitFor();
				await visitor.go("/account");
				await visitor.page.getByRole("button", { name: /^Sign out Chrome/ }).click();
				await visitor.page.getByText("That browser is signed out").waitFor();
				await expect(callAs(other, "POST", "/v1/projects", { name: "mine" })).rejects.toThrow(/401/);
			});
		}));

	test("a name and a password are changed where one is oneself", () =>
		visit(async (visitor) => {
			const { page, go, context } = visitor;
			const { email } = await signUp(visitor);
			await go("/account");
			await page.getByLabel("Name", { exact: true }).fill("Ada King");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByText("Your name is changed").waitFor();
			await page.getByLabel("Current password").fill(PASSWORD);
			await page.getByLabel("New password").fill("the next gate please");
			await page.getByRole("button", { name: "Change password" }).click();
			await page.getByText("Your password is changed").waitFor();
			await context.clearCookies();
			await signIn(visitor, email, "the next gate please");
			await page.getByRole("heading", { name: "Usage" }).waitFor();
			await go("/account");
			expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Ada King");
		}));

	test("projects and budgets are made, changed and ended", () =>
		visit(async (visitor) => {
			const { page, go } = visitor;
			await signUp(visitor);
			await go("/organization?tab=projects");
			await page.getByRole("button", { name: "New project" }).click();
			await page.getByLabel("Name", { exact: true }).fill("Website");
			await page.getByRole("button", { name: "Make it" }).click();
			await page.getByRole("button", { name: "Rename Website" }).click();
			await page.getByLabel("Name", { exact: true }).fill("Shop");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByRole("rowheader", { name: "Shop" }).waitFor();

			await page.getByRole("tab", { name: "Budgets" }).click();
			await page.getByRole("button", { name: "New budget" }).first().click();
			const dialog = page.getByRole("dialog");
			await dialog.getByRole("combobox", { name: "Of", exact: true }).selectOption({ label: "A project" });
			await dialog.getByRole("combobox", { name: "Project" }).selectOption({ label: "Shop" });
			await dialog.getByLabel("At most").fill("12.50");
			await dialog.getByRole("button", { name: "Set the budget" }).click();
			const row = page.getByRole("row", { name: /Project Shop/ });
			await expect.poll(() => row.textContent()).toMatch(/\$12\.50 a month/);
			const budgets = () =>
				callAs<{ data: [{ scope_id: string; thresholds: number[] }] }>(visitor, "GET", "/v1/budgets");
			const [{ scope_id }] = (await budgets()).data;
			const terms = { limit_usd: "12.50", thresholds: [90] };
			await callAs(visitor, "PUT", `/v1/budgets/project/${scope_id}/monthly`, terms);
			await page.reload();
			await row.getByRole("button", { name: /^Change/ }).click();
			await dialog.getByLabel("At most").fill("20");
			await dialog.getByRole("button", { name: "Set the budget" }).click();
			await expect.poll(() => row.textContent()).toMatch(/\$20\.00 a month/);
			// A threshold of its own, which the form does not show, is there as before.
			expect((await budgets()).data[0].thresholds).toEqual([50, 80, 90, 100]);
			await row.getByRole("button", { name: /^End/ }).click();
			await page.getByRole("alertdialog").getByRole("button", { name: "End it" }).click();
			await row.waitFor({ state: "detached" });

			await page.getByRole("tab", { name: "Log of acts" }).click();
			await page.getByRole("cell", { name: "Ada Lovelace" }).first().waitFor();
		}));

	test("alerts are set, and a webhook is added, tried and deleted", () =>
		visit(async (visitor) => {
			const { page, go } = visitor;
			await signUp(visitor);
			await go("/organization?tab=alerts");
			await page.getByLabel("The balance is low below").fill("ten");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByText("An amount such as 10 or 12.50, or nothing.").waitFor();
			await page.getByLabel("The balance is low below").fill("12.50");
			await page.getByRole("switch", { name: "Tell by mail, too" }).click();
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByText("The alerts are set").waitFor();
			// What is said in passing can be dismissed by everybody, too.
			await page.getByRole("button", { name: "Dismiss" }).waitFor();
			expect(await checkAccess(page)).toEqual([]);

			await page.getByRole("button", { name: "Add a webhook" }).click();
			const dialog = page.getByRole("dialog");
			await dialog.getByLabel("Address").fill("http://127.0.0.1/hook");
			await page.keyboard.press("Enter");
			await dialog.getByText("use a public https URL").waitFor();
			await dialog.getByLabel("Address").fill(`http://${receiver}/hook`);
			await page.keyboard.press("Enter");
			const secret = (await dialog.getByText(/^whsec_/).textContent()) ?? "";
			expect(await checkAccess(page)).toEqual([]);
			await dialog.getByRole("button", { name: "I have copied it" }).click();

			const hook = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem").filter({ hasText: "/hook" });
			await hook.getByRole("button", { name: /^Send a test/ }).click();
			await hook.getByText("The test arrived.").waitFor();
			answer = 500;
			await hook.getByRole("button", { name: /^Send a test/ }).click();
			await hook.getByText("The test did not arrive: it answered 500.").waitFor();
			await hook.getByText("failing", { exact: true }).waitFor();
			await visitor.shot("alerts-tested");
			await hook.getByRole("button", { name: /^New secret/ }).click();
			await dialog.getByRole("button", { name: "Make it" }).click();
			expect(await dialog.getByText(/^whsec_/).textContent()).not.toBe(secret);
			await dialog.getByRole("button", { name: "I have copied it" }).click();
			await hook.getByRole("button", { name: /^Switch off/ }).click();
			await hook.getByText("off", { exact: true }).waitFor();

			await page.reload({ waitUntil: "networkidle" });
			expect(await page.getByLabel("The balance is low below").inputValue()).toBe("12.5");
			expect(await page.getByRole("switch", { name: "Tell by mail, too" }).isChecked()).toBe(false);
			await hook.getByText("Signed under the secret before, too").waitFor();
			expect(await page.getByText("whsec_").count()).toBe(0);
			await hook.getByRole("button", { name: /^Delete/ }).click();
			await page.getByRole("alertdialog").getByRole("button", { name: "Delete it" }).click();
			await page.getByText("No webhook yet").waitFor();
			expect(await checkAccess(page)).toEqual([]);
		}));
});
