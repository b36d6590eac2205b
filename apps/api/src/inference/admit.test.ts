import type { Limits } from "@turnpike/limits";
import { expect, test } from "vitest";
import { admit } from "./admit.ts";
import type { Arrival } from "./arrival.ts";

const arrival = { uuid: "u", key: { id: "key_1", requestsPerMinute: 5, maxConcurrent: undefined } } as Arrival;
const limits = (admission: ReturnType<Limits["admit"]>): { limits: Limits } => ({
	limits: { admit: () => admission, release: () => {} },
});
const permit = { keyId: "key_1", permitId: "u", holdsSlot: false };

test("an admitted call has its permit and where its key stands", async () => {
	const requests = { limit: 5, remaining: 4, resetMs: 12_000 };
	expect(await admit(limits({ permit, requests }), arrival)).toMatchObject({ permit, requests, attempts: [] });
});

test("a refusal says which limit, and when to come again in whole seconds", async () => {
	const refusal = { refused: "rate_limit_exceeded", retryAfterMs: 11_001, limit: 5 } as const;
	await expect(admit(limits(refusal), arrival)).rejects.toMatchObject({
		code: "rate_limit_exceeded",
		status: 429,
		retryAfterSeconds: 12,
		metadata: { limit: 5 },
	});
});

test("limits that cannot be checked let nobody in, and are our trouble", async () => {
	const away = limits(Promise.reject(new Error("no connection")));
	await expect(admit(away, arrival)).rejects.toMatchObject({ code: "overloaded", status: 503, shouldRetry: true });
});
