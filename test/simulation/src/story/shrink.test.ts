import { expect, it } from "vitest";
import { prepare } from "../engine/settle.ts";
import { MUTATIONS } from "../mutations.ts";
import { simulate } from "../simulate.ts";
import { PRODUCTION } from "../world/parts.ts";

it("leaves out what a violation does not need", { timeout: 120_000 }, async () => {
	await prepare();
	const mutation = MUTATIONS.find(({ breaks }) => breaks === "M4");
	const parts = { ...PRODUCTION, ...mutation?.parts };
	const { found } = await simulate({ seed: 1, seeds: 10, steps: 60, parts });
	expect(found?.played.violation?.message).toMatch(/^M4: /);
	expect(found?.story.steps.map((step) => step.do)).toEqual(["call"]);
});
