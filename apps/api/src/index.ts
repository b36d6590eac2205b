export { DEFAULT_TIMEOUTS, type Timeouts } from "./dependencies.ts";
export { makeKeyHasher } from "./key-hasher.ts";
export { makePricesKnown } from "./make-prices-known.ts";
export { activityCsv, activityObject } from "./reports/activity-object.ts";
export { type Server, serve } from "./server.ts";
export { isPage } from "./site/is-page.ts";
export { makeSite } from "./site/make-site.ts";
export type { Site, SiteFile } from "./site/site.ts";
export { type Api, type ApiOptions, startApi } from "./start-api.ts";
