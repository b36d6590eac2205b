const LIMBS = 8;
// FNV-1a, 128 bit: offset basis and prime (2^88 + 0x13b) of draft-eastlake-fnv §5, as 16-bit limbs,
// least significant first.
const OFFSET_BASIS = [0xc58d, 0x6295, 0x2175, 0x62b8, 0x0142, 0x07bb, 0x272e, 0x6c62] as const;
const PRIME_LOW = 0x13b;
const encoder = new TextEncoder();

/** Multiplies by the prime in place: `hash × 0x13b + hash × 2^88`, modulo 2^128. */
function multiplyByPrime(hash: Uint32Array, before: Uint32Array): void {
	before.set(hash);
	let carry = 0;
	for (let limb = 0; limb < LIMBS; limb++) {
		// 2^88 is five limbs and eight bits; limbs below the fifth get nothing from it.
		const high = limb < 5 ? 0 : ((before[limb - 5] ?? 0) << 8) & 0xffff;
		const spill = limb < 6 ? 0 : (before[limb - 6] ?? 0) >>> 8;
		const sum = (before[limb] ?? 0) * PRIME_LOW + high + spill + carry;
		hash[limb] = sum & 0xffff;
		carry = sum >>> 16;
	}
}

/**
 * A 128-bit hash of a text's UTF-8 bytes as 32 hexadecimal digits, the same in every runtime (FNV-1a). It names content
 * of our own making; it is no protection against someone who wants two texts to collide.
 */
export function stableHash(text: string): string {
	const hash = Uint32Array.from(OFFSET_BASIS);
	const before = new Uint32Array(LIMBS);
	for (const byte of encoder.encode(text)) {
		hash[0] = (hash[0] ?? 0) ^ byte;
		multiplyByPrime(hash, before);
	}
	return Array.from(hash, (limb) => limb.toString(16).padStart(4, "0"))
		.reverse()
		.join("");
}
