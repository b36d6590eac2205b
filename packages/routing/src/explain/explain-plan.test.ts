import { expect, test } from "vitest";
import { request } from "../examples.fixture.ts";
import { plan } from "../plan.ts";
import { EXCLUSION_REASONS } from "../plan-types.ts";
import { environmentVariableOf, exclusionMessage } from "./exclusion-message.ts";
import { explainPlan } from "./explain-plan.ts";

test("a plan tells the place and score of what is tried, and why the rest is not", () => {
	const explained = explainPlan(plan(request({ world: { isConfigured: (slug) => slug !== "azure" } })));
	expect(explained).toEqual([
		expect.objectContaining({
			provider: "deepinfra",
			position: 1,
			expectedPricePicoUsd: expect.stringMatching(/^\d+$/),
		}),
		expect.objectContaining({ provider: "openai", position: 2 }),
		{
			model: "openai/gpt-5.5",
			endpoint: "openai/gpt-5.5@azure",
			provider: "azure",
			excluded: { reason: "provider_not_configured", message: expect.stringContaining("AZURE_API_KEY") },
		},
	]);
});

test("every reason has words of its own", () => {
	const [model] = request().models;
	const endpoint = model?.endpoints[0];
	if (model === undefined || endpoint === undefined) throw new Error("the example has an endpoint");
	const messages = EXCLUSION_REASONS.map((reason) => exclusionMessage({ model, endpoint, reason }));
	expect(new Set(messages).size).toBe(EXCLUSION_REASONS.length);
	expect(messages.join()).not.toContain("undefined");
});

test("a provider's variable is its slug in upper snake case", () => {
	expect(environmentVariableOf("google-ai-studio")).toBe("GOOGLE_AI_STUDIO_API_KEY");
	expect(environmentVariableOf("openai")).toBe("OPENAI_API_KEY");
});
