import { chargeFromPico, formatUsd, type PicoUsd, picoUsdPerUnit, priceOf } from "@turnpike/money";
import { inPico } from "../../money/per-million.ts";

export interface ExampleLine {
	readonly name: string;
	readonly units: number;
	/** USD per token. */
	readonly unitPrice: string;
	/** Exact: USD with as many places as it takes. */
	readonly amount: string;
}

export interface ExampleBill {
	readonly lines: readonly ExampleLine[];
	/** What would be charged, rounded once, down, to the nano-dollar. */
	readonly total: string;
}

/** What a call would cost at a model's prices, added up as the ledger does; undefined where a price is not known. */
export function exampleBill(
	prices: readonly (readonly [name: string, units: number, perToken: string])[],
): ExampleBill | undefined {
	let sum = 0n;
	const lines: ExampleLine[] = [];
	for (const [name, units, unitPrice] of prices) {
		const pico = inPico(unitPrice);
		if (pico === undefined) return undefined;
		const amount = priceOf(units, picoUsdPerUnit(pico));
		sum += amount;
		lines.push({ name, units, unitPrice, amount: picoText(amount) });
	}
	return { lines, total: formatUsd(chargeFromPico(sum as PicoUsd)) };
}

function picoText(pico: bigint): string {
	const digits = pico.toString().padStart(13, "0");
	return `${digits.slice(0, -12)}.${digits.slice(-12)}`;
}
