import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	CHROMIUM,
	DESKTOP,
	linkIn,
	mailTo,
	newPerson,
	openStage,
	PASSWORD,
	PHONE,
	pressByKey,
	type Stage,
	tabTo,
	typeInto,
	type Visitor,
} from "./harness/index.ts";

describe.skipIf(CHROMIUM === undefined)("a stranger's walk, from signing up to the first call and what it cost", () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await openStage("walk");
	});
	afterAll(() => stage?.close());

	/** What the page of the generation says was charged, and what its lines add up to. */
	async function costOf(page: Page): Promise<{ readonly charged: string; readonly sum: string }> {
		const rows = page.getByRole("region", { name: "Cost by class" }).getByRole("row");
		const amounts = await rows.locator("td:last-child").allTextContents();
		const pico = (text: string) =>
			BigInt(text.replace(/[^0-9.]/g, "").replace(/\.(\d*)$/, (_, part) => part.padEnd(12, "0")));
		const [charged = "", ...lines] = amounts.toReversed();
		return { charged, sum: String(lines.reduce((sum, line) => sum + pico(line), 0n) - pico(charged)) };
	}

	test.each([
		["with a mouse at a desk", DESKTOP],
		["on a phone", PHONE],
	])("%s", async (name, viewport) => {
		const visitor = await stage.visitor({ viewport });
		const { page, go, shot, watched } = visitor;
		const person = newPerson();
		const step = (number: number) => shot(`walk-${name.replace(/\W+/g, "-")}-${number}`);
		await go("/");
		await page.getByRole("link", { name: "Create your account" }).click();
		await page.getByLabel("Name", { exact: true }).fill(person.name);
		await page.getByLabel("E-mail").fill(person.email);
		await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
		await step(1);
		await page.getByRole("button", { name: "Create account" }).click();
		await page.getByRole("link", { name: "outbox" }).click();
		const mail = page.getByRole("article", { name: "Confirm your e-mail address" }).filter({ hasText: person.email });
		await mail.waitFor();
		await step(2);
		await mail.getByRole("link").click();

		await page.getByRole("heading", { name: "Quickstart" }).waitFor();
		await page.getByRole("link", { name: "Buy credit" }).click();
		await page.getByRole("button", { name: "$10", exact: true }).click();
		await page.getByText("$10.80").waitFor();
		await step(3);
		await page.getByRole("button", { name: "Continue to sandbox payment" }).click();
		await page.getByRole("button", { name: "Pay with a test card" }).waitFor();
		await step(4);
		await page.getByRole("button", { name: "Pay with a test card" }).click();
		await page.getByText("$10.00 of sandbox credit is yours.").waitFor();
		await expect
			.poll(() => page.getByRole("region", { name: "Purchases" }).textContent())
			.toMatch(/paid.*Sandbox.*\$10\.00.*\$0\.80.*\$10\.80/);
		await step(5);

		await page.getByRole("link", { name: "Make a call" }).click();
		await page.getByRole("button", { name: "Make a key" }).click();
		await page.getByText(/^tp_live_/).waitFor();
		await page.getByRole("button", { name: "Send the call" }).click();
		await page.getByText(/^Cost \$0\.0000\d+$/).waitFor();
		expect(await page.getByText("Say hello in one sentence, please.").count()).toBe(1);
		await step(6);
		await page.getByRole("link", { name: "See how the cost comes about" }).click();
		await page.getByText("Posted", { exact: true }).waitFor();
		const { charged, sum } = await costOf(page);
		expect(sum).toBe("0");
		await step(7);

		await page.getByRole("link", { name: "Models", exact: true }).click();
		await page.getByRole("searchbox").fill("echo");
		await page.getByRole("link", { name: "Sandbox: Echo" }).click();
		await page.getByRole("heading", { name: "Sandbox: Echo" }).waitFor();
		await page.getByRole("link", { name: "Usage", exact: true }).click();
		const totals = page.getByRole("region", { name: "Totals" });
		await expect.poll(() => totals.textContent()).toContain(charged);
		await page.getByRole("row", { name: /sandbox\/echo/ }).waitFor();
		await step(8);
		expect(watched.problems).toEqual([]);
		await visitor.context.close();
	});

	test("with the keyboard alone", async () => {
		const visitor = await stage.visitor();
		const { page, go, watched } = visitor;
		const person = newPerson();
		await go("/");
		await page.keyboard.press("Tab");
		// The first stop leads past the header.
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
		await pressByKey(page, page.getByRole("link", { name: "Create your account" }));
		await typeInto(page, page.getByLabel("Name", { exact: true }), person.name);
		await typeInto(page, page.getByLabel("E-mail"), person.email);
		await typeInto(page, page.getByLabel("Password", { exact: true }), PASSWORD);
		await page.keyboard.press("Enter");
		await page.getByText("Check your mail").waitFor();
		await go(linkIn(await mailTo(visitor, person.email)));
		await page.getByRole("heading", { name: "Quickstart" }).waitFor();
		await expectVisibleFocus(visitor);

		await pressByKey(page, page.getByRole("link", { name: "Buy credit" }));
		await pressByKey(page, page.getByRole("button", { name: "$10", exact: true }), "Space");
		await pressByKey(page, page.getByRole("button", { name: "Continue to sandbox payment" }));
		await pressByKey(page, page.getByRole("button", { name: "Pay with a test card" }));
		await page.getByText("$10.00 of sandbox credit is yours.").waitFor();

		await pressByKey(page, page.getByRole("link", { name: "Keys", exact: true }));
		await pressByKey(page, page.getByRole("button", { name: "New key" }).first());
		await page.getByRole("dialog").waitFor();
		// It begins where there is something to fill in.
		await expect
			.poll(() => page.evaluate(() => document.activeElement?.getAttribute("placeholder")))
			.toBe("Production server");
		await page.keyboard.type("By hand");
		await pressByKey(page, page.getByRole("button", { name: "Make the key" }));
		await pressByKey(page, page.getByRole("button", { name: "I have copied it" }));
		await page.getByRole("dialog").waitFor({ state: "detached" });

		await pressByKey(page, page.getByRole("button", { name: "Account" }));
		await page.getByRole("menuitem", { name: "Quickstart" }).waitFor();
		await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Quickstart");
		await page.keyboard.press("Enter");
		await pressByKey(page, page.getByRole("button", { name: "Make a key" }));
		await page.getByText(/^tp_live_/).waitFor();
		await pressByKey(page, page.getByRole("button", { name: "Send the call" }));
		await page.getByText(/^Cost \$0\.0000\d+$/).waitFor();
		await pressByKey(page, page.getByRole("link", { name: "See how the cost comes about" }));
		await page.getByText("Posted", { exact: true }).waitFor();
		await pressByKey(page, page.getByRole("link", { name: "Usage", exact: true }));
		await page.getByRole("row", { name: /sandbox\/echo/ }).waitFor();
		await tabTo(page, page.getByRole("combobox", { name: "Group" }));
		await page.keyboard.press("ArrowDown");
		await page.getByRole("row", { name: /Quickstart/ }).waitFor();
		expect(watched.problems).toEqual([]);
		await visitor.context.close();
	});

	/** Whatever has the focus shows it. */
	async function expectVisibleFocus({ page }: Visitor): Promise<void> {
		for (let stop = 0; stop < 12; stop++) {
			await page.keyboard.press("Tab");
			const shown = await page.evaluate(() => {
				const focused = document.activeElement;
				if (!focused || focused === document.body) return "nothing";
				const { outlineStyle, outlineWidth } = getComputedStyle(focused);
				return outlineStyle === "none" || outlineWidth === "0px" ? focused.outerHTML.slice(0, 200) : "";
			});
			expect(shown).toBe("");
		}
	}
});
