import { createHash } from "node:crypto";

/** SHA-256 of a request's body, in hexadecimal; synchronous, because handing so little to another thread costs more. */
export function hashBody(text: string): string {
	return typeof Bun === "undefined" ? createHash("sha256").update(text).digest("hex") : Bun.SHA256.hash(text, "hex");
}
