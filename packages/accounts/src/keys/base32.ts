/** Crockford's alphabet in lower case: no i, l, o, u, so a key read aloud or from paper is not misread. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Writes bytes as base32 without padding, five bits a character, the first bit first. */
export function encodeBase32(bytes: Uint8Array): string {
	let text = "";
	let held = 0;
	let heldBits = 0;
	for (const byte of bytes) {
		held = (held << 8) | byte;
		heldBits += 8;
		while (heldBits >= 5) {
			heldBits -= 5;
			text += ALPHABET.charAt((held >>> heldBits) & 31);
		}
		held &= (1 << heldBits) - 1;
	}
	return heldBits === 0 ? text : text + ALPHABET.charAt((held << (5 - heldBits)) & 31);
}

/** Writes an unsigned 32-bit number as its seven base32 digits. */
export function encodeUint32(value: number): string {
	let text = "";
	let rest = value;
	for (let digit = 0; digit < 7; digit++) {
		text = ALPHABET.charAt(rest % 32) + text;
		rest = Math.floor(rest / 32);
	}
	return text;
}
