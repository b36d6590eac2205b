import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { announceBundles, type Bundle, serverEnvironment } from "../harness/env.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const WRANGLER = join(ROOT, "node_modules/.bin/wrangler");
/** As `infra/cloudflare/` has them; the first is the one that is called. */
const WORKERS = ["api", "auth"];

/** For vitest's `globalSetup`: builds the workers once for a run, with the very configurations that deploy them. */
export default async function setUp(): Promise<() => Promise<void>> {
	const directory = await mkdtemp(join(tmpdir(), "turnpike-edge-"));
	announceBundles(await Promise.all(WORKERS.map((name) => build(name, join(directory, name)))));
	return () => rm(directory, { recursive: true, force: true });
}

async function build(name: string, directory: string): Promise<Bundle> {
	const configuration = join(ROOT, "infra/cloudflare", `${name}.jsonc`);
	const settings = JSON.parse((await readFile(configuration, "utf8")).replaceAll(/^\s*\/\/.*$/gm, ""));
	const words = ["deploy", "--config", configuration, "--dry-run", "--outdir", directory];
	// The console is not what is tested here, nor need it be built.
	const assets = join(directory, "no-assets");
	await mkdir(assets, { recursive: true });
	if (settings.assets) words.push("--assets", assets);
	await promisify(execFile)(WRANGLER, words, {
		cwd: ROOT,
		env: { ...serverEnvironment({}), WRANGLER_SEND_METRICS: "false", CI: "true" },
	});
	const services: { binding: string; service: string }[] = settings.services ?? [];
	return {
		name: settings.name,
		path: join(directory, settings.main.replace(/^.*\//, "").replace(/\.ts$/, ".js")),
		compatibilityDate: settings.compatibility_date,
		compatibilityFlags: settings.compatibility_flags ?? [],
		services: Object.fromEntries(services.map(({ binding, service }) => [binding, service])),
	};
}
