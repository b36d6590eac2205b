import type { Locator, Page } from "playwright-core";

const MOST_STEPS = 150;

/** Goes on by Tab until something has the focus, as somebody without a mouse does. @throws when it never gets it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await target.waitFor();
	for (let step = 0; step < MOST_STEPS; step++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`${target} cannot be reached by Tab`);
}

/** Goes there by Tab and presses it. */
export async function pressByKey(page: Page, target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press(key);
}

/** Goes there by Tab and types over what is in it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type(text);
}
