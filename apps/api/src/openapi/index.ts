export { buildDocument } from "./build-document.ts";
export type { Operation } from "./operation.ts";
export { OPERATIONS } from "./operations/index.ts";
