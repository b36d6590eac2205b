import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildEnvironment } from "./env.ts";
import { fingerprint } from "./fingerprint.ts";
import { FINGERPRINT_FILE } from "./fingerprint-file.ts";

const HOME = join(import.meta.dirname, "..");
/** Node 24 of the root's devDependencies: the machine's own may be older than vite takes. */
const NODE = join(HOME, "../../node_modules/.bin/node");
/** As much of what vite says as tells why it failed. */
const MOST_OUTPUT = 4_000;

const UNFINISHED = "dist.new-";

/** Where the build is served from. */
export const CONSOLE_DIST = join(HOME, "dist");

/** Whether there is a build, and one of the sources as they are now. */
export async function isBuilt(): Promise<"missing" | "older" | "current"> {
	const built = await readFile(join(CONSOLE_DIST, FINGERPRINT_FILE), "utf8").catch(() => undefined);
	if (built === undefined) return "missing";
	return built === (await fingerprint()) ? "current" : "older";
}

/**
 * Builds the console beside the build there is, and takes its place when it is whole. One at a time, please.
 *
 * @throws with what vite said when it fails.
 */
export async function buildConsole(signal: AbortSignal): Promise<void> {
	await removeAbandoned();
	const made = await mkdtemp(join(HOME, UNFINISHED));
	try {
		await runVite(made, signal);
		await rm(CONSOLE_DIST, { recursive: true, force: true });
		await rename(made, CONSOLE_DIST);
	} finally {
		await rm(made, { recursive: true, force: true });
	}
}

/** What a killed build left behind. */
async function removeAbandoned(): Promise<void> {
	const abandoned = (await readdir(HOME)).filter((name) => name.startsWith(UNFINISHED));
	for (const name of abandoned) await rm(join(HOME, name), { recursive: true, force: true });
}

/** Runs the build in a process of its own. @param more options for vite. @throws with what it said when it fails. */
export async function runVite(outDir: string, signal?: AbortSignal, more: readonly string[] = []): Promise<void> {
	const vite = viteProgram();
	const node = await access(NODE).then(
		() => NODE,
		() => "node",
	);
	const words = [vite, "build", "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn", ...more];
	const child = spawn(node, words, {
		cwd: HOME,
		env: buildEnvironment(),
		stdio: ["ignore", "pipe", "pipe"],
		...(signal && { signal }),
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			output = (output + text).slice(-MOST_OUTPUT);
		});
	}
	const [code] = await once(child, "close");
	if (code !== 0) throw new Error(output.trim() || `vite ended with ${code}`);
}

/** @throws with a sentence where the tools to build are not installed. */
function viteProgram(): string {
	try {
		return join(createRequire(join(HOME, "package.json")).resolve("vite/package.json"), "../bin/vite.js");
	} catch (cause) {
		throw new Error("vite is not installed: run `npm ci` without leaving devDependencies out", { cause });
	}
}
