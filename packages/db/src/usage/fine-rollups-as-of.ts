import type { Queries } from "../connect.ts";

/** Unix milliseconds: what was posted until then is rolled up by member, end user, app and tag, to the nano-dollar. */
export async function fineRollupsAsOf(tx: Queries): Promise<number> {
	const [row] = await tx<{ as_of: Date }[]>`select fine_rollups_as_of() as as_of`;
	if (!row) throw new Error("a function without an answer");
	return row.as_of.getTime();
}
