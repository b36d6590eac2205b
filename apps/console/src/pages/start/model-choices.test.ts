import { seedCatalog, toModelObject } from "@turnpike/catalog";
import { expect, test } from "vitest";
import { modelChoices } from "./model-choices.ts";

const models = seedCatalog({ sandbox: true }).models.map((model) => toModelObject(model, Date.UTC(2026, 10, 25)));
const ids = (...configured: string[]) => modelChoices(models, new Set(configured)).map(({ value }) => value);

test("only what can be called from here is offered, the sandbox first", () => {
	expect(ids("sandbox")).toEqual(["sandbox/echo", "sandbox/lorem"]);
	const withGroq = ids("groq", "sandbox");
	expect(withGroq.slice(0, 2)).toEqual(["sandbox/echo", "sandbox/lorem"]);
	expect(withGroq).toContain("openai/gpt-oss-120b");
	// It has no price there.
	expect(withGroq).not.toContain("groq/compound");
	expect(ids()).toEqual([]);
});
