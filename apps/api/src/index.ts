export { activityCsv, activityObject } from "./account/activity-object.ts";
export { DEFAULT_TIMEOUTS, type Timeouts } from "./dependencies.ts";
export { makeKeyHasher } from "./key-hasher.ts";
export { type Server, serve } from "./server.ts";
export { isPage } from "./site/is-page.ts";
export { makeSite } from "./site/make-site.ts";
export type { Site, SiteFile } from "./site/site.ts";
export { type Api, type ApiOptions, startApi } from "./start-api.ts";
