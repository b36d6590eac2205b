export type { AllowanceBook, GrantOutcome, GrantRequest, HolderIdentity, Recall } from "./allowance-book.ts";
export type {
	Allowances,
	BudgetScope,
	Hold,
	HoldOutcome,
	HoldRefusal,
	NamedCall,
	ReachedBudget,
	Spender,
} from "./allowances.ts";
export { AllowancesPerCall, type PerCallOptions } from "./allowances-per-call.ts";
export type { CallBudgets, CallOutcome } from "./call-budgets.ts";
export { RECALL_PATIENCE_MS, RECALL_RETRY_MS } from "./grants.ts";
export { type Clock, Lease } from "./lease.ts";
export { MemoryAllowances, type MemoryAllowancesOptions } from "./memory-allowances.ts";
export { assertBalanced, post } from "./post.ts";
export {
	type AllowanceState,
	type EntryLine,
	HOUSE,
	type ParkedEvent,
	type PostedGeneration,
	type Posting,
	type PostingInput,
	type Recomputed,
	type UnpostedUsage,
} from "./posting.ts";
export { EXPIRY_GRACE_MS, type Expiry, expire, type Promotion, spreadSpending } from "./promotions.ts";
export {
	assertStanding,
	comeBack,
	credit,
	debit,
	debtAccountOf,
	linesOf,
	refundable,
	type Standing,
	type StandingChange,
	withdrawGift,
} from "./standing.ts";
export {
	type AttemptRecord,
	type Evidence,
	type GenerationStatus,
	isEstimate,
	type UsageEvent,
	type UsageLog,
} from "./usage-event.ts";
export { parseUsageEvent, serializeUsageEvent } from "./usage-event-json.ts";
