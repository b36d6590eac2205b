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

/** The worker as it is deployed, built for this run. */
export interface Bundle {
	readonly path: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
}

/** Tells the test files of this run, which run in processes made after this, where the bundle is. */
export function announceBundle(bundle: Bundle): void {
	process.env.TEST_EDGE_BUNDLE = JSON.stringify(bundle);
}

/** @throws when the run has not built it. */
export function builtBundle(): Bundle {
	const text = process.env.TEST_EDGE_BUNDLE;
	if (text === undefined) throw new Error("no bundle was built: the project's globalSetup does it");
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
