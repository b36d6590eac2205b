import { expect } from "vitest";
import { checkAccess } from "./check-access.ts";
import { DESKTOP, PHONE, type Stage, type Visitor } from "./open-stage.ts";

const SIZES = { desktop: DESKTOP, phone: PHONE };
const MOST_SHIFT = 0.01;

/**
 * Holds a page to what all of them promise, on a desk and on a phone, light and dark: axe finds nothing, nothing moves by
 * itself, nothing is wider than the window, no error and no breach of the policy. Keeps screenshots.
 *
 * @param arrive how to get there: signed in, with data; absent: straight to the address
 */
export async function checkPage(
	stage: Stage,
	path: string,
	arrive: (visitor: Visitor) => Promise<void> = (visitor) => visitor.go(path),
): Promise<void> {
	const name = path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";
	for (const [size, viewport] of Object.entries(SIZES)) {
		const visitor = await stage.visitor({ viewport });
		const { page, watched, shot } = visitor;
		await arrive(visitor);
		const shift = await watched.layoutShift();
		expect.soft(shift.score, `${path} ${size}: ${shift.moved.join("; ")}`).toBeLessThan(MOST_SHIFT);
		const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect.soft(tooWide, `${path} is wider than the ${size}`).toBeLessThanOrEqual(0);
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			await page.evaluate(settle);
			expect.soft(await checkAccess(page), `${path} ${size} ${colorScheme}`).toEqual([]);
			await shot(`${name}-${size}-${colorScheme}`);
		}
		expect.soft(watched.problems).toEqual([]);
		await visitor.context.close();
	}
}

/** Runs in the page: what fades has faded. */
async function settle(): Promise<void> {
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
}
