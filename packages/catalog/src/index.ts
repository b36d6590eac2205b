export type { ArchitectureObject } from "./listing/architecture-object.ts";
export { cheapestOffer, listPrice, type Offer } from "./listing/cheapest-offer.ts";
export {
	type EndpointObject,
	type EndpointsObject,
	toEndpointsObject,
	toZdrEndpointsObject,
	type ZdrEndpointsObject,
} from "./listing/endpoints-object.ts";
export { type ModelList, toModelList } from "./listing/model-list.ts";
export { type ModelObject, toModelObject } from "./listing/model-object.ts";
export { MODEL_SORTS, type ModelQuery, modelQuerySchema, parseModelQuery } from "./listing/model-query.ts";
export { type PricingObject, type PricingOverride, toPricingObject } from "./listing/pricing-object.ts";
export { type ProviderList, toProviderList } from "./listing/provider-list.ts";
export { type ModelPage, type ModelSource, selectModels } from "./listing/select-models.ts";
export type { DataPolicy, Endpoint, Modality, Model, Prices, PriceTier, PriceVersion } from "./model.ts";
export { boundPrice } from "./price/bound-price.ts";
export { type DearestPrices, dearestPrices } from "./price/dearest.ts";
export { price } from "./price/price.ts";
export { type PriceFacts, priceVersion, priceVersionId } from "./price/price-version.ts";
export { priceVersionAt } from "./price/price-version-at.ts";
export { pricesFor } from "./price/prices-for.ts";
export { pricesSince } from "./price/prices-since.ts";
export {
	parsePriceVersion,
	type SerializedPriceVersion,
	serializePriceVersion,
} from "./price/serialize-price-version.ts";
export { stableHash } from "./price/stable-hash.ts";
export { UnpricedClass } from "./price/unpriced-class.ts";
export type { FindModel } from "./snapshot/find-model.ts";
export { loadSeed } from "./snapshot/load-seed.ts";
export { type Catalog, type CatalogOptions, makeCatalog, seedCatalog } from "./snapshot/make-catalog.ts";
export { type LoadedSeed, parseSeed } from "./snapshot/parse-seed.ts";
export { SANDBOX_PROVIDER, sandboxModels } from "./snapshot/sandbox-models.ts";
