/**
 * The smallest UUIDv7 of an instant (Unix milliseconds), as the database's own `uuid_at`: usage lies in the order of its
 * generation ids, and so of time.
 */
export function uuidAt(atMs: number): string {
	const hex = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, "0");
	return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
