import type { Role } from "./permissions.ts";

/**
 * Whether somebody who may change members may make this change: only owners make owners, and only they unmake them.
 *
 * @param from undefined: invited anew. @param to undefined: removed.
 */
export function mayAssign(actor: Role, from: Role | undefined, to: Role | undefined): boolean {
	return actor === "owner" || (from !== "owner" && to !== "owner");
}
