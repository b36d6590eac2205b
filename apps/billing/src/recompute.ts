import { type PriceVersion, parsePriceVersion, price, UnpricedClass } from "@turnpike/catalog";
import type { Recomputed, UsageEvent } from "@turnpike/ledger";
import { chargeFromPico } from "@turnpike/money";
import { USAGE_CLASSES, type Usage } from "@turnpike/wire";

/** Reads stored price versions: the JSON text of each one that is known. */
export type ReadPriceVersions = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Price versions are immutable, so what was read once is good for ever. */
export class PriceVersions {
	readonly #known = new Map<string, PriceVersion>();
	readonly #read: ReadPriceVersions;

	constructor(read: ReadPriceVersions) {
		this.#read = read;
	}

	/** Makes the versions of these events known, as far as they exist. */
	async load(events: readonly UsageEvent[]): Promise<void> {
		const missing = new Set<string>();
		for (const { priceVersionId } of events) if (!this.#known.has(priceVersionId)) missing.add(priceVersionId);
		if (missing.size === 0) return;
		for (const [id, text] of await this.#read([...missing])) this.#known.set(id, parsePriceVersion(JSON.parse(text)));
	}

	/** The price of an event's usage under the version in force when it was admitted. Load it first. */
	recompute(event: UsageEvent): Recomputed {
		const version = this.#known.get(event.priceVersionId);
		if (!version) return { reason: `unknown price version ${event.priceVersionId}` };
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

const CLASSES: ReadonlySet<string> = new Set(USAGE_CLASSES);

function wrongUsage(usage: Readonly<Record<string, number>>): string | undefined {
	for (const [name, count] of Object.entries(usage)) {
		if (!CLASSES.has(name)) return `unknown usage class ${JSON.stringify(name)}`;
		if (!Number.isSafeInteger(count) || count < 0) return `${name} is not a count: ${count}`;
	}
	return undefined;
}
