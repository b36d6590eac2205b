import type { ApiDependencies } from "../dependencies.ts";
import type { Generation } from "./generation.ts";

/** Frees a call's slot. A store of limits that is away spoils no answer: the slot it keeps expires by itself. */
export async function releasePermit(
	deps: Pick<ApiDependencies, "limits" | "log">,
	{ id, permit }: Pick<Generation, "id" | "permit">,
): Promise<void> {
	try {
		await deps.limits.release(permit);
	} catch (error) {
		deps.log.warn("a permit was not released", { generation_id: id, error });
	}
}
