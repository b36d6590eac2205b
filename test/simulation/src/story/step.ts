import type { CallPlan } from "../actors/serve-call.ts";

/** One thing that happens to a world, so many milliseconds after the one before it. `pick` chooses among what there is. */
export type Step = { readonly afterMs: number } & (
	| { readonly do: "call"; readonly pick: number; readonly plan: CallPlan }
	| { readonly do: "kill api" | "kill worker"; readonly pick: number; readonly downMs: number }
	| { readonly do: "pause api"; readonly pick: number; readonly ms: number }
	| { readonly do: "deploy api"; readonly pick: number }
	| { readonly do: "set a clock"; readonly pick: number; readonly ms: number }
	| { readonly do: "postgres away" | "postgres stuck" | "redis away"; readonly ms: number }
	| { readonly do: "redis wiped" | "redis replicates" | "redis fails over" }
	| { readonly do: "weather"; readonly lossy: number; readonly slowMs: number; readonly ms: number }
	| { readonly do: "deposit" | "take back"; readonly pick: number; readonly nano: bigint }
	| { readonly do: "buy" | "refund"; readonly pick: number; readonly cents: bigint }
	| { readonly do: "dispute"; readonly pick: number }
	| { readonly do: "stripe away"; readonly ms: number }
	| { readonly do: "suspend"; readonly pick: number; readonly ms: number }
	| { readonly do: "budget"; readonly pick: number; readonly nano: bigint }
	| { readonly do: "poison"; readonly pick: number; readonly where: "postgres" | "redis" }
);

export interface Key {
	readonly accountId: string;
	readonly keyId: string;
}

/** What a world begins with. */
export interface Setting {
	readonly apis: readonly ("memory" | "redis")[];
	readonly workers: number;
	readonly deposits: readonly { readonly accountId: string; readonly nano: bigint }[];
	readonly keys: readonly Key[];
	readonly budgets: readonly { readonly keyId: string; readonly nano: bigint; readonly resetMs: number | undefined }[];
	/** Accounts that are topped up by themselves. */
	readonly toppedUp: readonly string[];
	/** At the end every API closes in order; else all are killed. */
	readonly endsInOrder: boolean;
}

/** A whole run, decided before it begins. */
export interface Story {
	readonly seed: number;
	readonly setting: Setting;
	readonly steps: readonly Step[];
}
