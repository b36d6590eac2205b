import type { Page } from "playwright-core";

/** What a page must not do, and how far its parts have moved by themselves. */
export interface Watched {
	/** Errors on the console, exceptions, and breaches of the content security policy. */
	readonly problems: readonly string[];
	/** Cumulative layout shift since the page was loaded (web.dev, "CLS"), without what followed an input. */
	layoutShift(): Promise<LayoutShift>;
}

export interface LayoutShift {
	readonly score: number;
	/** What moved, by tag and class. */
	readonly moved: readonly string[];
}

interface Observed {
	score: number;
	moved: string[];
}

interface ShiftEntry extends PerformanceEntry {
	readonly value: number;
	readonly hadRecentInput: boolean;
	readonly sources: readonly { readonly node: Node | null }[];
}

/** A refusal that a test provokes is logged by the browser itself, and is no fault of the page. */
const OF_THE_NETWORK = /^Failed to load resource/;

/** Watches a page from before its first script. */
export async function watch(page: Page): Promise<Watched> {
	const problems: string[] = [];
	page.on("console", (message) => {
		const bad = message.type() === "error" || message.type() === "warning";
		if (bad && !OF_THE_NETWORK.test(message.text())) problems.push(`${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.stack ?? error.message}`));
	await page.exposeFunction("reportBreach", (what: string) => problems.push(`${page.url()}: policy: ${what}`));
	await page.addInitScript(observe);
	return {
		problems,
		layoutShift: () => page.evaluate(() => (window as unknown as { observed: Observed }).observed),
	};
}

/** Runs in the page. */
function observe(): void {
	const observed: Observed = { score: 0, moved: [] };
	Object.assign(window, { observed });
	new PerformanceObserver((list) => {
		for (const { value, hadRecentInput, sources } of list.getEntries() as ShiftEntry[]) {
			if (hadRecentInput) continue;
			observed.score += value;
			for (const { node } of sources) {
				if (node instanceof Element) observed.moved.push(`${value.toFixed(3)} ${node.tagName} ${node.className}`);
			}
		}
	}).observe({ type: "layout-shift", buffered: true });
	document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
		const report = (window as unknown as { reportBreach(what: string): void }).reportBreach;
		report(`${violatedDirective} ${blockedURI} ${sourceFile}`);
	});
}
