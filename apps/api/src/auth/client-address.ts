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
