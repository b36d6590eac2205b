import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, callAs, giveCreditTo, openStage, type Stage, signUp, type Visitor } from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("keys", () => {
	let stage: Stage;
	let visitor: Visitor;
	beforeAll(async () => {
		stage = await openStage("keys");
		visitor = await stage.visitor();
		await signUp(visitor);
		await giveCreditTo(visitor, "10");
	});
	afterAll(() => stage?.close());

	/** A call with a key, as a client elsewhere makes it. */
	async function call(key: string): Promise<number> {
		const response = await fetch(`${stage.baseUrl}/v1/chat/completions`, {
			method: "POST",
			headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
			body: JSON.stringify({ model: "sandbox/echo", max_tokens: 50, messages: [{ role: "user", content: "Hello" }] }),
		});
		await response.text();
		return response.status;
	}

	const row = (name: string) => visitor.page.getByRole("row", { name: new RegExp(`^${name}`) });

	async function act(name: string, action: string): Promise<void> {
		await visitor.page.getByRole("button", { name: `Actions for ${name}` }).click();
		await visitor.page.getByRole("menuitem", { name: action }).click();
	}

	test("are made with bounds, shown once, used, changed, switched off and on, and revoked", async () => {
		const { page, go, watched } = visitor;
		await go("/keys");
		await page.getByRole("button", { name: "New key" }).first().click();
		await page.getByRole("button", { name: "Make the key" }).click();
		await page.getByText("Give it a name").waitFor();
		await page.getByLabel("Name", { exact: true }).fill("CI");
		await page.getByLabel("Limit", { exact: true }).fill("0.05");
		await page.getByRole("combobox", { name: "Counted" }).selectOption({ label: "each day" });
		await page.getByLabel("Models it may call").fill("sandbox");
		await page.getByRole("option", { name: "sandbox/echo" }).waitFor();
		await page.keyboard.press("ArrowDown");
		// A choice closes the list, and Escape pressed in that moment means the list: the form around it stays.
		await page.getByLabel("Models it may call").evaluate(async (input) => {
			for (const key of ["Enter", "Escape"]) {
				input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
				await Promise.resolve();
			}
		});
		await page.getByRole("button", { name: "Make the key" }).click();
		const dialog = page.getByRole("dialog", { name: "CI is ready" });
		const key = (await dialog.locator("code").textContent()) ?? "";
		expect(key).toMatch(/^tp_live_/);
		// It is shown once: nothing but the button closes it.
		await page.mouse.click(5, 5);
		await dialog.waitFor();
		await dialog.getByRole("button", { name: "I have copied it" }).click();
		await dialog.waitFor({ state: "detached" });
		expect(await page.content()).not.toContain(key);
		await expect.poll(() => row("CI").textContent()).toMatch(/1 model.*\$0\.05 left.*of \$0\.05 today/);

		expect(await call(key)).toBe(200);
		// It counts when it is posted, a moment later.
		const afterReload = async () => {
			await page.reload();
			return row("CI").textContent();
		};
		await expect.poll(afterReload, { timeout: 20_000, interval: 500 }).toMatch(/\$0\.049\d+ left/);

		// It expires at an hour that the form, which asks for a day, cannot say: another name leaves it there.
		const ofApi = async () =>
			(await callAs<{ data: [{ hash: string; expires_at: string }] }>(visitor, "GET", "/v1/keys")).data[0];
		const soon = new Date(Date.now() + 7_200_000).toISOString();
		await callAs(visitor, "PATCH", `/v1/keys/${(await ofApi()).hash}`, { expires_at: soon });
		await page.reload();
		await act("CI", "Edit");
		await page.getByLabel("Name", { exact: true }).fill("Deploy");
		await page.getByLabel("Limit", { exact: true }).fill("");
		await page.getByRole("button", { name: "Save" }).click();
		await expect.poll(() => row("Deploy").textContent()).toMatch(/none/);
		expect((await ofApi()).expires_at).toBe(soon);

		await act("Deploy", "Disable");
		await row("Deploy").getByText("disabled").waitFor();
		await expect.poll(() => call(key), { timeout: 15_000 }).toBe(401);
		await act("Deploy", "Enable");
		await expect.poll(() => call(key), { timeout: 15_000 }).toBe(200);

		await act("Deploy", "Revoke");
		await page.getByRole("alertdialog").getByRole("button", { name: "Revoke the key" }).click();
		await row("Deploy").waitFor({ state: "detached" });
		await expect.poll(() => call(key), { timeout: 15_000 }).toBe(401);
		expect(watched.problems).toEqual([]);
	});
});
