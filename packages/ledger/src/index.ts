export type {
	AllowanceBook,
	GrantOutcome,
	GrantRequest,
	HolderIdentity,
} from "./allowance-book.ts";
export type {
	Allowances,
	Hold,
	HoldOutcome,
	HoldRefusal,
	ReachedBudget,
	Spender,
} from "./allowances.ts";
export type { AttemptRecord, GenerationStatus, UsageEvent, UsageLog } from "./usage-event.ts";
