/** In which header better-auth is told where a request comes from; what a client sends in it is dropped. */
export const CLIENT_ADDRESS_HEADER = "x-turnpike-client-address";

/**
 * Whom a request comes from: the connection's peer, or as many hops before it as there are proxies of ours.
 *
 * @param peer the address at the other end of the connection; undefined where the runtime has none to tell.
 * @param hops how many proxies of ours stand in front, each of which appends to `x-forwarded-for`.
 */
export function clientAddress(headers: Headers, peer: string | undefined, hops: number): string {
	if (hops === 0) return peer ?? "unknown";
	const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
	return forwarded.at(-hops) || peer || "unknown";
}

/**
 * Whom attempts from an address are counted for: a host of IPv4; of IPv6, the /64 that a single line is given, all of whose
 * addresses are one caller's to choose from (RFC 6177).
 */
export function callerAt(address: string): string {
	const text = address.replace(/%.*$/, "").toLowerCase();
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
	if (mapped !== undefined) return mapped;
	if (!/^[\da-f:]+$/.test(text) || !text.includes(":")) return address;
	const [before = "", after] = text.split("::");
	const groups = (part: string) => (part === "" ? [] : part.split(":"));
	const [first, last] = [groups(before), groups(after ?? "")];
	const zeros = after === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0");
	const network = [...first, ...zeros, ...last].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
	return `${network.join(":")}::/64`;
}
