/** IPv4 blocks that are not the public internet (IANA special-purpose registry, RFC 6890 and later), as [base, bits]. */
const PRIVATE_V4: readonly (readonly [number, number])[] = [
	[0x00000000, 8], // this network
	[0x0a000000, 8], // private
	[0x64400000, 10], // carrier-grade NAT
	[0x7f000000, 8], // loopback
	[0xa9fe0000, 16], // link-local, cloud metadata
	[0xac100000, 12], // private
	[0xc0000000, 24], // protocol assignments
	[0xc0000200, 24], // documentation
	[0xc0586300, 24], // 6to4 relays
	[0xc0a80000, 16], // private
	[0xc6120000, 15], // benchmarking
	[0xc6336400, 24], // documentation
	[0xcb007100, 24], // documentation
	[0xe0000000, 3], // multicast and reserved
];

function numberOf(address: string): number {
	return address.split(".").reduce((number, octet) => number * 256 + Number(octet), 0);
}

/** Whether a dotted IPv4 address is one of the public internet. */
export function isPublicV4(address: string): boolean {
	const number = numberOf(address);
	return PRIVATE_V4.every(
		([base, bits]) => Math.floor(number / 2 ** (32 - bits)) !== Math.floor(base / 2 ** (32 - bits)),
	);
}

/** The eight groups of an IPv6 address in the form the URL parser writes: lower case, `::` at most once, no dots. */
function groupsOf(address: string): number[] {
	const [head = "", tail] = address.split("::");
	const left = head === "" ? [] : head.split(":");
	const right = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill("0");
	return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}

/**
 * Whether an IPv6 address, as the URL parser writes it, is one of the public internet: global unicast (2000::/3) without
 * its special blocks. Mapped and translated IPv4 addresses are outside it, and so refused with the rest.
 */
export function isPublicV6(address: string): boolean {
	const [first = 0, second = 0] = groupsOf(address);
	if (first < 0x2000 || first > 0x3fff) return false;
	if (first === 0x2001 && (second < 0x0200 || second === 0x0db8)) return false; // assignments, Teredo; documentation
	if (first === 0x2002) return false; // 6to4 carries any IPv4 address
	return !(first === 0x3fff && second < 0x1000); // documentation
}

/** Whether an address, as a resolver gives it, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
	if (!address.includes(":")) return isPublicV4(address);
	try {
		return isPublicV6(new URL(`http://[${address}]`).hostname.slice(1, -1));
	} catch {
		// With a zone it is a link's own.
		return false;
	}
}
