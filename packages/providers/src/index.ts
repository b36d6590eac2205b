export { anthropic } from "./anthropic/dialect.ts";
export type {
	AnswerReading,
	Dialect,
	FrameReading,
	FrameRun,
	StreamDecoder,
	StreamMeter,
	Target,
	UpstreamRequest,
} from "./dialect.ts";
export type { DialectName } from "./dialect-name.ts";
export { dialectOf } from "./dialect-of.ts";
export { joinUrl } from "./join-url.ts";
export { askUsage, readUsageRecord } from "./lookup/ask-usage.ts";
export { openaiChat } from "./openai-chat/dialect.ts";
export { ROUTER_FIELDS } from "./router-fields.ts";
export { answerSandbox, type SandboxPorts, type SandboxRequest } from "./sandbox/answer-sandbox.ts";
export type { ReasoningRequest, Vendor } from "./vendor.ts";
export { findVendor, VENDORS } from "./vendors.ts";
