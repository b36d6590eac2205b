const TABLE = makeTable();

function makeTable(): Uint32Array {
	const table = new Uint32Array(256);
	for (let byte = 0; byte < 256; byte++) {
		let remainder = byte;
		for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
		table[byte] = remainder;
	}
	return table;
}

/**
 * The CRC-32 of a text of ASCII characters (the reflected polynomial 0xEDB88320, as in IEEE 802.3 and zlib).
 * It catches every error that lies within four neighbouring characters, and any other with odds of 1 in 2^32.
 *
 * @returns an unsigned 32-bit whole number.
 */
export function crc32(text: string): number {
	let crc = 0xffffffff;
	for (let index = 0; index < text.length; index++) {
		crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
