import { uuidToId } from "@turnpike/accounts";
import { type PriceVersion, parsePriceVersion, pricesFor } from "@turnpike/catalog";
import type { Debit, GenerationRecord } from "@turnpike/db";
import { formatUsd, nanoUsd } from "@turnpike/money";
import { promptTokens, USAGE_CLASSES, type Usage } from "@turnpike/wire";
import type { ReceiptClaims } from "@turnpike/wire/account";

export interface ReceiptFacts {
	readonly record: GenerationRecord;
	readonly debit: Debit;
	/** How the outside reaches this server: who says it. */
	readonly issuer: string;
	/** The precision its endpoint serves the model at, `unknown` where nobody knows. */
	readonly quantization: string;
}

/**
 * What a receipt says: all that is needed to compute the debit again, and nothing that changes once it is posted (but that
 * it was given back). Amounts are decimal text, as JSON's numbers end at 2^53.
 *
 * @throws Error when the record is not posted, or its prices are not known: the ledger posts nothing without them.
 */
export function claimsOf({ record, debit, issuer, quantization }: ReceiptFacts): ReceiptClaims {
	const { event, posted, transactionId, prices } = record;
	if (posted === undefined || transactionId === undefined || prices === undefined) {
		throw new Error(`generation ${event.generationId} has no debit that could be signed`);
	}
	const version = parsePriceVersion(JSON.parse(prices));
	const overrun = record.overrun ?? nanoUsd(0n);
	return {
		iss: issuer,
		sub: uuidToId("generation", event.generationId),
		iat: Math.floor(debit.postedAt / 1_000),
		organization_id: event.organisationId,
		project_id: event.projectId,
		key_id: event.keyId,
		model: event.model,
		endpoint: event.endpointId,
		provider: event.provider,
		quantization,
		format: event.format,
		status: event.status,
		estimated: event.estimated,
		evidence: event.evidence,
		request_sha256: event.requestSha256 || null,
		...pricedUsage(event.usage, version),
		price_version: version.id,
		price_effective_from: version.effectiveFrom ? new Date(version.effectiveFrom).toISOString() : null,
		cost_usd: formatUsd(posted),
		cost_nano_usd: posted.toString(),
		house_nano_usd: overrun.toString(),
		hold_nano_usd: event.holdNanoUsd.toString(),
		admitted_at: new Date(event.admittedAt).toISOString(),
		posted_at: new Date(debit.postedAt).toISOString(),
		transaction_id: transactionId,
		given_back_by: debit.givenBackBy ?? null,
		sandbox: event.provider === "sandbox",
	};
}

/** The units of each class that was used, and the price of one. */
function pricedUsage(usage: Usage, version: PriceVersion): Pick<ReceiptClaims, "usage" | "unit_prices_pico_usd"> {
	const prices = pricesFor(version, promptTokens(usage));
	const used = USAGE_CLASSES.flatMap((name) => {
		const [units, price] = [usage[name] ?? 0, prices[name]];
		return units > 0 && price !== undefined ? [{ name, units, price: price.toString() }] : [];
	});
	return {
		usage: Object.fromEntries(used.map(({ name, units }) => [name, units])),
		unit_prices_pico_usd: Object.fromEntries(used.map(({ name, price }) => [name, price])),
	};
}
