import type { Percentiles } from "./histogram.ts";

/** How requests are sent: at fixed times whatever happens, or each as soon as the one before it on its connection ended. */
export type Load =
	| { readonly kind: "open"; readonly per_second: number }
	| { readonly kind: "closed"; readonly connections: number };

/** One run of the loader. */
export type Job = {
	/** Where the request goes; `http` only. */
	readonly url: string;
	readonly key: string;
	readonly body: string;
	/** True when a good answer ends with `[DONE]`. */
	readonly stream: boolean;
	readonly load: Load;
	readonly seconds: number;
};

/** What a run saw. Times are from the scheduled send time in an open loop, from the send in a closed one. */
export type Outcome = {
	readonly completed: number;
	readonly per_second: number;
	/** Failed exchanges by what was wrong: `status 503`, `closed`, `cut short`, `no answer`. Empty in a good run. */
	readonly errors: Readonly<Record<string, number>>;
	readonly first_byte: Percentiles;
	readonly end: Percentiles;
	/** How late the loader itself sent, in an open loop. */
	readonly lateness: Percentiles;
};
