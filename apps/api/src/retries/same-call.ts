import type { Call } from "@turnpike/wire";

/** What makes two requests of one key the same call: the route, and every character of the body. */
export interface SameCall extends Pick<Call, "format" | "flavor"> {
	readonly body: Pick<Call["body"], "text">;
}

export function isSameCall(one: SameCall, other: SameCall): boolean {
	return one.body.text === other.body.text && one.format === other.format && one.flavor === other.flavor;
}
