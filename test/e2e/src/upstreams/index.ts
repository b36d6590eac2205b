export * from "./chat-answers.ts";
export { FakeUpstream, type Received, type Reply, type Step } from "./fake-upstream.ts";
export * from "./messages-answers.ts";
export { anthropicFailure, failure, json, SILENCE, stream } from "./replies.ts";
export { USAGE_DIALECTS, type UsageDialect } from "./usage-dialects.ts";
