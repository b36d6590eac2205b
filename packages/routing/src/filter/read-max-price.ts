import { PICO_PER_NANO, type PicoUsdPerUnit, parseUsd, parseUsdPerMillion, picoUsdPerUnit } from "@turnpike/money";
import { type ProviderPreferences, TurnpikeError } from "@turnpike/wire";

/** The most a caller wants to pay per unit of each class; undefined: anything. */
export interface MaxPrice {
	readonly prompt: PicoUsdPerUnit | undefined;
	readonly completion: PicoUsdPerUnit | undefined;
	readonly request: PicoUsdPerUnit | undefined;
}

/**
 * Reads `provider.max_price`: prompt and completion in USD per million tokens, request in USD each (OpenRouter's provider
 * routing guide, "Max Price").
 *
 * @throws TurnpikeError `invalid_value` naming the price that is not a decimal.
 */
export function readMaxPrice(wanted: NonNullable<ProviderPreferences["maxPrice"]>): MaxPrice {
	return {
		prompt: readPrice("prompt", wanted.prompt, parseUsdPerMillion),
		completion: readPrice("completion", wanted.completion, parseUsdPerMillion),
		request: readPrice("request", wanted.request, (text) => picoUsdPerUnit(parseUsd(text) * PICO_PER_NANO)),
	};
}

function readPrice(name: string, text: string | undefined, parse: (text: string) => PicoUsdPerUnit) {
	if (text === undefined) return undefined;
	try {
		return parse(text);
	} catch (cause) {
		const param = `provider.max_price.${name}`;
		throw new TurnpikeError("invalid_value", `${param} must be a price of zero or more in USD, such as "2.5"`, {
			param,
			cause,
		});
	}
}
