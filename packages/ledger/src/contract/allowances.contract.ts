import { describe } from "vitest";
import { propertyContract } from "./allowances-at-random.contract.ts";
import { concurrencyContract, holdContract, refusalContract } from "./allowances-holds.contract.ts";
import {
	changedBudgetContract,
	leaseContract,
	recallContract,
	windowContract,
} from "./allowances-over-time.contract.ts";
import type { AllowancesHarness } from "./world.ts";

export type { AllowancesHarness, DrivenAllowances } from "./world.ts";

/** The suite every adapter of `Allowances` passes, on a `MemoryBook` that checks itself after every change. */
export function allowancesContract(name: string, harness: AllowancesHarness): void {
	describe(`Allowances: ${name}`, () => {
		describe("holds", () => holdContract(harness));
		describe("refusals", () => refusalContract(harness));
		describe("concurrency", () => concurrencyContract(harness));
		describe("leases", () => leaseContract(harness));
		describe("idle blocks and recalls", () => recallContract(harness));
		describe("changed budgets", () => changedBudgetContract(harness));
		describe("budget windows", () => windowContract(harness));
		describe("everything at once", () => propertyContract(harness));
	});
}
