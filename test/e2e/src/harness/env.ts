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
