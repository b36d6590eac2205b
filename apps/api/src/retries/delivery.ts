import type { WholeAnswer } from "./whole-answer.ts";

/** A streamed answer that any number may read from its beginning. */
export interface SharedStream {
	/** @param leave says that this reader has gone. */
	read(leave: () => void): AsyncGenerator<string>;
}

/** An answer on its way, in a form that can be given to several. */
export type Delivery =
	| ({ readonly kind: "complete" } & WholeAnswer)
	| { readonly kind: "stream"; readonly headers: Readonly<Record<string, string>>; readonly stream: SharedStream };
