export { activityCsv, activityObject } from "./account/activity-object.ts";
export { DEFAULT_TIMEOUTS, type Timeouts } from "./dependencies.ts";
export { makeKeyHasher } from "./key-hasher.ts";
export { type Server, serve } from "./server.ts";
export { type Api, type ApiOptions, startApi } from "./start-api.ts";
