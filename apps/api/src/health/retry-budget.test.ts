import { expect, it } from "vitest";
import { RetryBudget } from "./retry-budget.ts";

function open() {
	const clock = { now: 0 };
	const budget = new RetryBudget(() => clock.now);
	const spendAll = () => {
		let spent = 0;
		while (budget.spend()) spent += 1;
		return spent;
	};
	return { clock, budget, spendAll };
}

it("there is something for a sudden failure, and then nothing", () => {
	const { budget, spendAll } = open();
	expect(spendAll()).toBe(200);
	expect(budget.spend()).toBe(false);
});

it("every tenth call earns one, and every second ten, up to what may be saved", () => {
	const { clock, budget, spendAll } = open();
	spendAll();
	for (let call = 0; call < 1_001; call++) budget.earn();
	expect(spendAll()).toBe(100);
	clock.now += 2_000;
	expect(spendAll()).toBe(20);
	clock.now += 3_600_000;
	for (let call = 0; call < 10_000; call++) budget.earn();
	expect(spendAll()).toBeLessThanOrEqual(201);
});

it("providers that all fail are called hardly more often than we are", () => {
	const { clock, budget } = open();
	const seconds = 600;
	let calls = 0;
	for (let second = 0; second < seconds; second++) {
		clock.now += 1_000;
		for (let call = 0; call < 500; call++) {
			budget.earn();
			calls += 1;
			for (let other = 0; other < 3 && budget.spend(); other++) calls += 1;
		}
	}
	expect(calls).toBeLessThanOrEqual(1.1 * 500 * seconds + 10 * seconds + 200);
});
