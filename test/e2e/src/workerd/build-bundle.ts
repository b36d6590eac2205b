import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { announceBundle, type Bundle, serverEnvironment } from "../harness/env.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const DEPLOYED = "infra/cloudflare/wrangler.jsonc";

/** For vitest's `globalSetup`: builds the worker once for a run, with the very configuration that deploys it. */
export default async function setUp(): Promise<() => Promise<void>> {
	const directory = await mkdtemp(join(tmpdir(), "turnpike-edge-"));
	const wrangler = join(ROOT, "node_modules/.bin/wrangler");
	await promisify(execFile)(wrangler, ["deploy", "--config", DEPLOYED, "--dry-run", "--outdir", directory], {
		cwd: ROOT,
		env: { ...serverEnvironment({}), WRANGLER_SEND_METRICS: "false", CI: "true" },
	});
	announceBundle({ path: join(directory, "worker.js"), ...(await compatibility()) });
	return () => rm(directory, { recursive: true, force: true });
}

async function compatibility(): Promise<Omit<Bundle, "path">> {
	const text = await readFile(join(ROOT, DEPLOYED), "utf8");
	const settings = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, ""));
	return { compatibilityDate: settings.compatibility_date, compatibilityFlags: settings.compatibility_flags };
}
