import type { Operation } from "@turnpike/api/reference";
import type { JsonAnswer, Root } from "../../harness/index.ts";
import type { World } from "./world.ts";

/** What an operation is called in. */
export interface At {
	readonly world: World;
	readonly root: Root;
	readonly operation: Operation;
}

/** A good call of an operation. */
export type Call = (at: At) => Promise<JsonAnswer>;

const METHODS = { get: "GET", post: "POST", put: "PUT", patch: "PATCH", delete: "DELETE" } as const;
/** A path with its parameters filled in, below the root the operation is called at. */
type Path = string | ((at: At) => string | Promise<string>);

const methodOf = ({ operation }: At) => METHODS[operation.method];
const exampleOf = ({ operation }: At) => operation.body?.example as object | undefined;
const pathOf = async (at: At, path: Path) =>
	(at.operation.from === "host" ? "" : at.root) + (typeof path === "string" ? path : await path(at));

/** By an inference key, with the body the reference shows. */
export function byClient(path: Path): Call {
	return async (at) => at.world.client.ask(methodOf(at), await pathOf(at, path), exampleOf(at));
}

/** By a management key. @param body what the reference shows, unless it is given. */
export function byManager(path: Path, body?: object): Call {
	return async (at) => at.world.manager.ask(methodOf(at), await pathOf(at, path), body ?? exampleOf(at));
}

/** By somebody who is signed in. */
export function byOwner(path: Path, body?: (at: At) => object | Promise<object>): Call {
	return async (at) =>
		at.world.owner.browser.send(await pathOf(at, path), {
			method: methodOf(at),
			body: (await body?.(at)) ?? exampleOf(at),
		});
}
