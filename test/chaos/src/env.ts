/** The environment that a child process gets: ours and more. */
export function environmentWith(more: Readonly<Record<string, string>>): Record<string, string | undefined> {
	return { ...process.env, ...more };
}
