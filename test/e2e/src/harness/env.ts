/** What a server under test gets of our own environment: how to find programs and folders, and nothing that configures it. */
export function serverEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
	const passed: Record<string, string> = {};
	for (const name of ["PATH", "HOME", "TMPDIR"]) {
		const value = process.env[name];
		if (value !== undefined) passed[name] = value;
	}
	return { ...passed, ...settings };
}
