export { type AllowanceBookHarness, allowanceBookContract, type BookUnderTest } from "./allowance-book.contract.ts";
export { type AllowancesHarness, allowancesContract, type DrivenAllowances } from "./allowances.contract.ts";
export { MemoryBook, type MemoryBookOptions } from "./memory-book.ts";
