import { type PriceVersion, parsePriceVersion, price, UnpricedClass } from "@turnpike/catalog";
import type { Recomputed, UnpostedUsage } from "@turnpike/ledger";
import { chargeFromPico } from "@turnpike/money";
import { USAGE_CLASSES, type Usage } from "@turnpike/wire";

/** Reads stored price versions: the JSON text of each one that is known. */
export type ReadPriceVersions = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Price versions are immutable, so what was read once is good for ever. */
export class PriceVersions {
	readonly #known = new Map<string, PriceVersion | { readonly reason: string }>();
	readonly #read: ReadPriceVersions;

	constructor(read: ReadPriceVersions) {
		this.#read = read;
	}

	/**
	 * Makes the versions of these events known, as far as they exist.
	 *
	 * @param read in a transaction under way, where that holds locks: see `DecidePosting`.
	 */
	async load(events: readonly Pick<UnpostedUsage, "priceVersionId">[], read = this.#read): Promise<void> {
		const missing = new Set<string>();
		for (const { priceVersionId } of events) if (!this.#known.has(priceVersionId)) missing.add(priceVersionId);
		if (missing.size === 0) return;
		for (const [id, text] of await read([...missing])) this.#known.set(id, readVersion(id, text));
	}

	/** The price of an event's usage under the version in force when it was admitted. Load it first. */
	recompute(event: Pick<UnpostedUsage, "priceVersionId" | "usage">): Recomputed {
		const version = this.#known.get(event.priceVersionId);
		if (!version) return { reason: `unknown price version ${event.priceVersionId}` };
		if ("reason" in version) return version;
		const wrong = wrongUsage(event.usage);
		if (wrong) return { reason: wrong };
		try {
			return { priceNanoUsd: chargeFromPico(price(event.usage as Usage, version)) };
		} catch (error) {
			if (error instanceof UnpricedClass || error instanceof RangeError) return { reason: error.message };
			throw error;
		}
	}
}

/** A stored version that is not what its name says is a reason not to price by it, and none to price nothing at all. */
function readVersion(id: string, text: string): PriceVersion | { readonly reason: string } {
	try {
		const version = parsePriceVersion(JSON.parse(text));
		return version.id === id ? version : { reason: `price version ${id} holds ${version.id}` };
	} catch (error) {
		return { reason: `unreadable price version ${id}: ${error instanceof Error ? error.message : error}` };
	}
}

/** More than any call can use; sums of such counts pass what a rollup can hold. */
const LARGEST_COUNT = 1_000_000_000_000;

const CLASSES: ReadonlySet<string> = new Set(USAGE_CLASSES);

function wrongUsage(usage: Readonly<Record<string, number>>): string | undefined {
	for (const [name, count] of Object.entries(usage)) {
		if (!CLASSES.has(name)) return `unknown usage class ${JSON.stringify(name)}`;
		if (!Number.isSafeInteger(count) || count < 0 || count > LARGEST_COUNT) return `${name} is not a count: ${count}`;
	}
	return undefined;
}
