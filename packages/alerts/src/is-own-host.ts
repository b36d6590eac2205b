/**
 * Whether a webhook leads to a host of the operator's own, which need not be public.
 *
 * @param hosts each `host`, at whatever port, or `host:port`; in lower case.
 */
export function isOwnHost({ protocol, hostname, port }: URL, hosts: readonly string[]): boolean {
	if (protocol !== "https:" && protocol !== "http:") return false;
	const standardPort = protocol === "https:" ? "443" : "80";
	return hosts.includes(hostname) || hosts.includes(`${hostname}:${port || standardPort}`);
}
