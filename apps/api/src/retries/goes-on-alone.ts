import type { ApiDependencies, Provider } from "../dependencies.ts";
import type { Generation } from "../inference/generation.ts";

/**
 * Whether an answer goes on after the last who waited for it has gone, to be billed by its real usage. A whole answer is
 * billed by its provider whoever leaves, and a stream where closing it does not stop the bill.
 */
export function goesOnAlone(
	{ drains }: Pick<ApiDependencies, "drains">,
	{ id, call }: Pick<Generation, "id" | "call">,
	{ vendor }: Pick<Provider, "vendor">,
): boolean {
	return (!call.stream || !vendor.cancelStopsBilling) && drains.begin(id);
}
