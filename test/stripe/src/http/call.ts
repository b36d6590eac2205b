import type { Cause, World } from "../objects/world.ts";
import type { Params } from "./params.ts";

export interface Call {
	readonly world: World;
	readonly params: Params;
	/** What stands for `:id` in the route's path. */
	readonly id: string;
	readonly path: string;
	readonly cause: Cause;
}

/** Reads a call's parameters whole, then carries it out: what is thrown in between was not begun. */
export type Handler = (call: Call) => () => object;

/** `POST /v1/refunds` → what it does. */
export type Routes = Readonly<Record<string, Handler>>;
