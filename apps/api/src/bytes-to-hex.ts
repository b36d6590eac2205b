/** Two digits a byte, in lower case. `Uint8Array.toHex` says the same, but not on Node 24. */
export function bytesToHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
