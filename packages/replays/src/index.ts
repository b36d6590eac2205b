export type { CallName, Claim, ClaimRequest, KeptAnswers, KnownCall } from "./kept-answers.ts";
export { MemoryAnswers } from "./memory-answers.ts";
