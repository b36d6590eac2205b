import { join } from "node:path";
import type { Site } from "@turnpike/api";
import type { Config } from "@turnpike/config";
import { buildConsole, CONSOLE_DIST, isBuilt } from "@turnpike/console/build";
import { waitForClaim } from "../embedded-postgres/wait-for-claim.ts";
import { readSite } from "./read-site.ts";
import { siteMeanwhile } from "./site-meanwhile.ts";

/** Beside the build: whoever holds it builds, everybody else waits for that build. */
const CLAIMS = join(CONSOLE_DIST, "../dist.claims");
const LONGEST_BUILD_MS = 5 * 60_000;

export type ConsoleOutcome =
	| { readonly state: "ready"; readonly builtMs: number | undefined }
	/** Not built, or served as it was before. */
	| { readonly state: "failed"; readonly reason: string; readonly olderServed: boolean };

export interface OpenConsole {
	readonly site: Site;
	/** Never rejects: the API serves whatever comes of the console. */
	readonly outcome: Promise<ConsoleOutcome>;
	/** Ends a build that is under way. */
	close(): void;
}

/** Parts that a test replaces: what is built, and where. */
export interface ConsoleTools {
	readonly directory: string;
	readonly claims: string;
	isBuilt(): Promise<"missing" | "older" | "current">;
	build(signal: AbortSignal): Promise<void>;
	/** A build begins: say so. */
	onBuild(why: "missing" | "older"): void;
}

export const consoleTools = {
	directory: CONSOLE_DIST,
	claims: CLAIMS,
	isBuilt,
	build: buildConsole,
} satisfies Partial<ConsoleTools>;

/** Opens the console for this process, building it first where it is missing or older than its sources. */
export function openConsole(mode: Exclude<Config["console"], "off">, tools: ConsoleTools): OpenConsole {
	const ending = new AbortController();
	let site: Site = siteMeanwhile("building");
	const outcome = prepare(mode, tools, ending.signal).then(async (prepared): Promise<ConsoleOutcome> => {
		try {
			site = await readSite(tools.directory);
			return prepared;
		} catch (error) {
			site = siteMeanwhile("failed");
			return prepared.state === "failed" ? prepared : { state: "failed", reason: reasonOf(error), olderServed: false };
		}
	});
	return { site: (request) => site(request), outcome, close: () => ending.abort() };
}

async function prepare(mode: "build" | "serve", tools: ConsoleTools, signal: AbortSignal): Promise<ConsoleOutcome> {
	if (mode === "serve") return { state: "ready", builtMs: undefined };
	let before: "missing" | "older" | "current" = "missing";
	try {
		before = await tools.isBuilt();
		if (before === "current") return { state: "ready", builtMs: undefined };
		tools.onBuild(before);
		return { state: "ready", builtMs: await buildOnce(tools, signal) };
	} catch (error) {
		return { state: "failed", reason: reasonOf(error), olderServed: before === "older" };
	}
}

/** One process builds, however many start together. @returns how long it took, in milliseconds. */
async function buildOnce(tools: ConsoleTools, signal: AbortSignal): Promise<number> {
	const started = performance.now();
	const claim = await waitForClaim(tools.claims, "admin", LONGEST_BUILD_MS);
	if (!claim.held) throw new Error(`process ${claim.holder.pid} has been building it for very long`);
	try {
		signal.throwIfAborted();
		if ((await tools.isBuilt()) !== "current") await tools.build(signal);
	} finally {
		await claim.release();
	}
	return performance.now() - started;
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
