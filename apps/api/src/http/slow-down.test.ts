import { type Limits, MemoryLimits } from "@turnpike/limits";
import { expect, it } from "vitest";
import { slowDown } from "./slow-down.ts";

it("lets so many attempts in a minute through, of each name", async () => {
	const clock = { ms: 0 };
	const limits = new MemoryLimits({ now: () => clock.ms });
	const attempt = (name: string, id: number) => slowDown(limits, { name, perMinute: 3, id: `${name}${id}` });
	for (let time = 0; time < 3; time++) await attempt("a", time);
	await expect(attempt("a", 3)).rejects.toMatchObject({ status: 429, retryAfterSeconds: 20 });
	await attempt("b", 0);
	clock.ms += 20_000;
	await attempt("a", 4);
});

it("lets nothing through that cannot be counted", async () => {
	const away: Limits = { admit: () => Promise.reject(new Error("away")), release: () => {} };
	const attempt = slowDown(away, { name: "a", perMinute: 3, id: "1" });
	await expect(attempt).rejects.toMatchObject({ status: 503, code: "overloaded" });
});
