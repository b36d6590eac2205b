import type { ApiDependencies, Provider } from "../dependencies.ts";
import type { Generation } from "../inference/generation.ts";
import { releasePermit } from "../inference/release-permit.ts";
import { keepForRetries } from "./keep-answer.ts";

type Needed = Pick<ApiDependencies, "drains" | "limits" | "archive" | "inFlight" | "log">;

/**
 * Decides whether an answer goes on after the last who waited for it has gone, to be billed by its real usage. A whole answer
 * is billed by its provider whoever leaves, and a stream where closing it does not stop the bill; what its caller gave a name
 * to is to be had again. It then holds no slot of its key's any more, and other processes can find it.
 *
 * @returns false when it is to be stopped, be it that there are too many streams of that kind.
 */
export function goOnAlone(
	deps: Needed,
	generation: Pick<Generation, "id" | "uuid" | "call" | "permit" | "open">,
	{ vendor }: Pick<Provider, "vendor">,
): boolean {
	const { id, uuid, call, open } = generation;
	const worthwhile = !call.stream || !vendor.cancelStopsBilling || open.name !== undefined;
	// A whole answer was let in as such, costs no more than before, and would be free if it were stopped.
	if (!worthwhile || (!deps.drains.begin(id) && call.stream)) return false;
	void releasePermit(deps, generation);
	keepForRetries(deps, uuid, open);
	return true;
}
