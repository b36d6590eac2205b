export {
	Browser,
	type BrowserRequest,
	join,
	mailsTo,
	newAddress,
	PASSWORD,
	type Person,
	personIn,
	signUp,
	tokenMailedTo,
} from "./browser.ts";
export { type BunServer, bunRuntime, spawnServer } from "./bun-runtime.ts";
export { Client, chat, type JsonAnswer, ROOTS, type Root, type StreamAnswer } from "./client.ts";
export { CuttableProxy } from "./cuttable-proxy.ts";
export { CUTS_REFUSED_UPLOADS, disconnectCount, seedOf } from "./env.ts";
export { eventually } from "./eventually.ts";
export { expectRefusal, type Refusal } from "./expect-refusal.ts";
export { type Counts, independentPrice, nanoOf, usdText } from "./independent-price.ts";
export type { JsonObject } from "./json-object.ts";
export { LossyFront } from "./lossy-front.ts";
export { type Account, giveCredit, type KeyOptions, type TestKey } from "./make-accounts.ts";
export { openStack, openStackOn, type Stack } from "./open-stack.ts";
export { type RawAnswer, type RawStep, rawRequest } from "./raw-http.ts";
export { contentOf, readFrames } from "./read-sse.ts";
export type { RunningServer, Runtime } from "./runtime.ts";
