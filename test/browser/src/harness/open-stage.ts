import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseUsd } from "@turnpike/money";
import { eventually, giveCredit, openStack, type Stack } from "@turnpike/test-e2e/harness";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM } from "./env.ts";
import { type Watched, watch } from "./watch.ts";

/** For a person to look at; ignored by git. */
const SHOTS = join(import.meta.dirname, "../../.results/shots");

/** Of what is taller, such as a list of four hundred rows, its first screen is kept. */
const TALLEST_SHOT_PX = 8_000;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export type Scheme = "light" | "dark";

export interface Visitor {
	readonly baseUrl: string;
	readonly page: Page;
	readonly context: BrowserContext;
	readonly watched: Watched;
	/** Goes there and waits until nothing is on its way any more. */
	go(path: string): Promise<void>;
	/** Gives an organisation credit, as an operator does. */
	deposit(organisationId: string, usd: string): Promise<void>;
	/** Keeps what is seen as `<name>.png`. */
	shot(name: string): Promise<void>;
}

export interface Stage {
	readonly stack: Stack;
	/** As people reach it. */
	readonly baseUrl: string;
	/** Somebody new: no cookies, no storage. */
	visitor(options?: { readonly viewport?: typeof DESKTOP; readonly scheme?: Scheme }): Promise<Visitor>;
	close(): Promise<void>;
}

/** A server with its console, and a browser in front of it. */
export async function openStage(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Stage> {
	if (CHROMIUM === undefined) throw new Error("there is no Chromium to test with: set TEST_CHROMIUM");
	const stack = await openStack(`browser_${name}`, { TURNPIKE_CONSOLE: "build", ...settings });
	const browser = await launch(CHROMIUM);
	await consoleIsServed(stack.baseUrl);
	// By the name that the server has for itself, so that links in mails lead to the same site.
	const baseUrl = stack.baseUrl.replace("127.0.0.1", "localhost");
	await mkdir(SHOTS, { recursive: true });
	return {
		stack,
		baseUrl,
		async visitor({ viewport = DESKTOP, scheme = "light" } = {}) {
			const context = await browser.newContext({
				viewport,
				colorScheme: scheme,
				baseURL: baseUrl,
				// What fades is seen as it is at its end.
				reducedMotion: "reduce",
			});
			const page = await context.newPage();
			const watched = await watch(page);
			return {
				baseUrl,
				page,
				context,
				watched,
				async go(path) {
					await page.goto(path, { waitUntil: "networkidle" });
				},
				async deposit(organisationId, usd) {
					const [account] = await stack.sql<{ id: string }[]>`
						select id from account where organisation_id = ${organisationId} and kind = 'customer'`;
					if (!account) throw new Error(`organisation ${organisationId} has no account`);
					await giveCredit(stack.sql, account.id, parseUsd(usd));
				},
				async shot(shotName) {
					const fullPage = (await page.evaluate(() => document.documentElement.scrollHeight)) < TALLEST_SHOT_PX;
					await page.screenshot({ path: join(SHOTS, `${shotName}.png`), fullPage, animations: "disabled" });
				},
			};
		},
		async close() {
			await browser.close();
			await stack.close();
		},
	};
}

function launch(executablePath: string): Promise<Browser> {
	return chromium.launch({
		executablePath,
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
}

/** Waits until the console is served: it may have to be built first. */
export async function consoleIsServed(baseUrl: string): Promise<void> {
	await eventually(
		async () => {
			const { status } = await fetch(baseUrl, { headers: { accept: "text/html" } });
			if (status !== 200) throw new Error(`the console answers with ${status}`);
		},
		100_000,
		200,
	);
}
