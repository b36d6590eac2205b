import { randomUUID } from "node:crypto";

/** A UUIDv7 of an instant, in Unix milliseconds. */
export function uuidv7(at = Date.now()): string {
	const time = Math.floor(at).toString(16).padStart(12, "0");
	return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
