import type { Model } from "@turnpike/catalog";
import type { Call } from "@turnpike/wire";

/** What is known of providers and their health at the moment; one for the whole process. */
export interface RoutingWorld {
	/** Whether this installation has a key (or needs none) for a provider. */
	readonly isConfigured: (provider: string) => boolean;
	/** Whether a provider can give several choices to one prompt (`n` > 1); absent: all can. */
	readonly supportsChoices?: (provider: string) => boolean;
	/** Whether an endpoint's circuit breaker is open, so that others of its model are tried before it; absent: none is. */
	readonly isOpen?: (endpointId: string) => boolean;
	/** In [0, 1). Price order draws nothing; weighted orders do. */
	readonly random?: () => number;
}

/** What the caller's key may use; undefined: everything. */
export interface RoutingRights {
	/** Model slugs, or `author/*`. */
	readonly allowedModels: readonly string[] | undefined;
	/** Provider slugs. */
	readonly allowedProviders: readonly string[] | undefined;
}

export interface PlanRequest {
	readonly call: Call;
	/** The models the call named and the catalog knows, in the caller's order: the model, then its fallbacks. */
	readonly models: readonly Model[];
	/** Unix milliseconds: the prices of this moment hold. */
	readonly nowMs: number;
	readonly rights: RoutingRights;
	readonly world: RoutingWorld;
}
