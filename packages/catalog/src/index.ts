export type { Endpoint, Modality, Model, Prices, PriceTier, PriceVersion } from "./model.ts";
