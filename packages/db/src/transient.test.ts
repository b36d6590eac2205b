import { expect, it } from "vitest";
import { isPoison, isTransient, isUnstorable } from "./transient.ts";

const withCode = (code: unknown) => Object.assign(new Error("failed"), { code });

it.each(["ECONNREFUSED", "CONNECTION_CLOSED", "ENOTFOUND", "EAI_AGAIN", "08006", "57P01", "53300", "40P01", "25006"])(
	"%s may pass by itself, and is nobody's data",
	(code) => {
		expect(isTransient(withCode(code))).toBe(true);
		expect(isPoison(withCode(code))).toBe(false);
	},
);

it.each(["22003", "22P02", "23505", "23514"])("%s is the data's own", (code) => {
	expect(isTransient(withCode(code))).toBe(false);
	expect(isPoison(withCode(code))).toBe(true);
});

it.each(["42P01", "42703", "28P01", "3D000", "XX000"])("%s is neither: somebody has to see to it", (code) => {
	expect(isTransient(withCode(code))).toBe(false);
	expect(isPoison(withCode(code))).toBe(false);
});

it("an error of ours is poison, what is no error is nothing", () => {
	expect(isPoison(new RangeError("does not fit"))).toBe(true);
	expect(isTransient(new RangeError("does not fit"))).toBe(false);
	for (const nothing of [undefined, null, "08006", { code: "08006" }]) {
		expect([isPoison(nothing), isTransient(nothing)]).toEqual([false, false]);
	}
});

it("characters that cannot be kept are told from a database that is away, however deep the error says so", () => {
	const deep = new Error("query failed", { cause: withCode("22021") });
	expect([deep, withCode("22P05"), withCode("08006"), new Error("x"), undefined].map(isUnstorable)).toEqual([
		true,
		true,
		false,
		false,
		false,
	]);
});
