import { seedCatalog, serializePriceVersion } from "@turnpike/catalog";
import type { GenerationRecord } from "@turnpike/db";
import { nanoUsd } from "@turnpike/money";

const found = seedCatalog({ sandbox: true }).find("sandbox/echo")?.endpoints[0]?.priceVersions[0];
if (!found) throw new Error("the sandbox has no price");
/** The price the record is of. */
export const sandboxPrice = found;

/** A generation of the sandbox that waits to be posted, but for what is said. */
export function generationRecord(
	event: Partial<GenerationRecord["event"]> = {},
	rest: Partial<GenerationRecord> = {},
): GenerationRecord {
	const attempt = { endpointId: "e", provider: "sandbox", status: 200, latencyMs: 7.5 };
	return {
		event: {
			generationId: "0198c2f0-4c3a-7d5e-9c41-a5b6c7d8e9f0",
			organisationId: "org_1",
			accountId: "acc_1",
			projectId: "prj_1",
			keyId: "key_1",
			allowanceId: "a",
			status: "completed",
			estimated: false,
			evidence: "provider",
			model: "sandbox/echo",
			provider: "sandbox",
			endpointId: "sandbox/echo@sandbox",
			priceVersionId: sandboxPrice.id,
			usage: { input: 10, cache_read: 5, output: 3, reasoning: 2 },
			holdNanoUsd: nanoUsd(90_000n),
			chargeNanoUsd: nanoUsd(30_500n),
			providerCostNanoUsd: nanoUsd(99_999n),
			format: "chat",
			streamed: true,
			finishReason: "stop",
			upstreamId: "",
			admittedAt: Date.UTC(2026, 10, 23),
			ttftMs: 12,
			latencyMs: 34,
			attempts: [
				{ ...attempt, outcome: "failed", status: 503, failure: "overloaded" },
				{ ...attempt, outcome: "answered", failure: "" },
			],
			memberId: "",
			endUser: "",
			app: "",
			tags: ["red"],
			requestSha256: "",
			...event,
		},
		transactionId: undefined,
		posted: undefined,
		overrun: undefined,
		parkedReason: undefined,
		prices: JSON.stringify(serializePriceVersion(sandboxPrice)),
		...rest,
	};
}
