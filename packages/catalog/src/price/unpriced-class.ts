/** A usage class was used (or must be bounded) at a price version that has no price for it: unpriced is not free. */
export class UnpricedClass extends Error {
	override readonly name = "UnpricedClass";
	readonly priceVersionId: string;
	/** The usage class, as it was named in the usage. */
	readonly usageClass: string;

	constructor(priceVersionId: string, usageClass: string) {
		super(`price version ${priceVersionId} has no price for ${JSON.stringify(usageClass)}`);
		this.priceVersionId = priceVersionId;
		this.usageClass = usageClass;
	}
}
