export { DEFAULT_TIMEOUTS, type Timeouts } from "./dependencies.ts";
export { makeKeyHasher } from "./key-hasher.ts";
export { activityCsv, activityObject } from "./reports/activity-object.ts";
export { type Server, serve } from "./server.ts";
export { type Api, type ApiOptions, startApi } from "./start-api.ts";
