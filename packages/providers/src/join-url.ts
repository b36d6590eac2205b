/** Puts a path behind a base URL with exactly one slash between, however the base was configured. */
export function joinUrl(baseUrl: string, path: string): string {
	let end = baseUrl.length;
	while (end > 0 && baseUrl.charCodeAt(end - 1) === 47) end--;
	return `${baseUrl.slice(0, end)}/${path.startsWith("/") ? path.slice(1) : path}`;
}
