export { type LimitsHarness, limitsContract } from "./limits.contract.ts";
