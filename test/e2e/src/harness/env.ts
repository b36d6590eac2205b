/** What a server under test gets of our own environment: how to find programs and folders, and nothing that configures it. */
export function serverEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
	// The console is not built for tests of the API.
	const passed: Record<string, string> = { TURNPIKE_CONSOLE: "off" };
	for (const name of ["PATH", "HOME", "TMPDIR"]) {
		const value = process.env[name];
		if (value !== undefined) passed[name] = value;
	}
	return { ...passed, ...settings };
}

/** A worker as it is deployed, built for this run. */
export interface Bundle {
	readonly name: string;
	readonly path: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
	/** Names of other workers, by the binding that leads to them. */
	readonly services: Readonly<Record<string, string>>;
}

/** Tells the test files of this run, which run in processes made after this, where the bundles are. */
export function announceBundles(bundles: readonly Bundle[]): void {
	process.env.TEST_EDGE_BUNDLES = JSON.stringify(bundles);
}

/** The worker that is called first. @throws when the run has not built them. */
export function builtBundles(): readonly Bundle[] {
	const text = process.env.TEST_EDGE_BUNDLES;
	if (text === undefined) throw new Error("no bundles were built: the project's globalSetup does it");
	return JSON.parse(text);
}

/** Which runtime the suite is run against; a vitest project says so. */
export function runtimeName(): "bun" | "workerd" {
	return process.env.TEST_RUNTIME === "workerd" ? "workerd" : "bun";
}

/**
 * Whether the runtime by itself closes the connection of an upload it refuses, often before the refusal has been read, as
 * `workerd` does. The platform takes uploads in before it.
 */
export const CUTS_REFUSED_UPLOADS = runtimeName() === "workerd";

/** How many connections the disconnect test breaks: a few in every run, `TEST_DISCONNECTS=10000` for a thorough one. */
export function disconnectCount(): number {
	return Number(process.env.TEST_DISCONNECTS ?? 240);
}

/** The seed of a test's random choices: printed by each run, and given again to repeat it. */
export function seedOf(): number {
	return Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
}
