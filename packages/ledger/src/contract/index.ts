export { allowanceBookContract } from "./allowance-book.contract.ts";
export { type AllowancesHarness, allowancesContract, type DrivenAllowances } from "./allowances.contract.ts";
export { type CallBudgetsUnderTest, callBudgetsContract } from "./call-budgets.contract.ts";
export type { AllowanceBookHarness, BookUnderTest, TestBudget } from "./desk.ts";
export { MemoryBook, type MemoryBookOptions } from "./memory-book.ts";
export { MemoryCallBudgets } from "./memory-call-budgets.ts";
