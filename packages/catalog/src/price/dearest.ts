import type { PicoUsdPerUnit } from "@turnpike/money";
import { INPUT_CLASSES, OUTPUT_CLASSES, type UsageClass } from "@turnpike/wire";
import type { Prices, PriceVersion } from "../model.ts";
import { UnpricedClass } from "./unpriced-class.ts";

/** The dearest class on each side up to one prompt size: that tier and all below it. */
export interface DearestPrices {
	readonly abovePromptTokens: number;
	readonly input: PicoUsdPerUnit;
	readonly output: PicoUsdPerUnit;
	readonly request: PicoUsdPerUnit | undefined;
}

function max(left: PicoUsdPerUnit | undefined, right: PicoUsdPerUnit | undefined): PicoUsdPerUnit | undefined {
	if (left === undefined || right === undefined) return left ?? right;
	return left > right ? left : right;
}

function dearestOf(prices: Prices, classes: readonly UsageClass[]): PicoUsdPerUnit | undefined {
	let dearest: PicoUsdPerUnit | undefined;
	for (const name of classes) dearest = max(dearest, prices[name]);
	return dearest;
}

function computeSteps(version: PriceVersion): readonly DearestPrices[] {
	const steps: DearestPrices[] = [];
	let previous: DearestPrices | undefined;
	for (const tier of [{ abovePromptTokens: -1, prices: version.base }, ...version.tiers]) {
		const input = max(previous?.input, dearestOf(tier.prices, INPUT_CLASSES));
		const output = max(previous?.output, dearestOf(tier.prices, OUTPUT_CLASSES));
		if (input === undefined) throw new UnpricedClass(version.id, "input");
		if (output === undefined) throw new UnpricedClass(version.id, "output");
		const request = max(previous?.request, tier.prices.request);
		previous = { abovePromptTokens: tier.abovePromptTokens, input, output, request };
		steps.push(previous);
	}
	return steps;
}

const stepsOf = new WeakMap<PriceVersion, readonly DearestPrices[]>();

/**
 * The dearest prices any prompt up to a size can meet. A version never changes, so what it answers is kept with it.
 *
 * @throws UnpricedClass when the version prices no input or no output at all.
 */
export function dearestPrices(version: PriceVersion, promptTokensBound: number): DearestPrices {
	let steps = stepsOf.get(version);
	if (steps === undefined) {
		steps = computeSteps(version);
		stepsOf.set(version, steps);
	}
	for (let index = steps.length - 1; index >= 0; index--) {
		const step = steps[index];
		if (step !== undefined && promptTokensBound > step.abovePromptTokens) return step;
	}
	throw new RangeError(`not a bound of prompt tokens: ${promptTokensBound}`);
}
