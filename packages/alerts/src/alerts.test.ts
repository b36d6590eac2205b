import { createHmac } from "node:crypto";
import { nanoUsd } from "@turnpike/money";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertBody } from "./alert-body.ts";
import { isOwnHost } from "./is-own-host.ts";
import { GIVEN_UP_MS, nextAttempt } from "./next-attempt.ts";
import { makeWebhookSecret, signWebhook } from "./sign-webhook.ts";

const name = { id: "alt_1", organisationId: "org_1", at: Date.UTC(2026, 10, 25) };

describe("an alert's body", () => {
	test("says what happened, with exact amounts", () => {
		const alert = {
			...({ kind: "budget.threshold", budgetId: "bud_1", scope: "key", scopeId: "key_1", reset: "none" } as const),
			...{ soft: false, percent: 80, limit: nanoUsd(10n ** 18n + 1n), spent: nanoUsd(1n) },
			...{ startsAt: 0, resetsAt: undefined },
		};
		expect(JSON.parse(alertBody(name, alert))).toEqual({
			id: "alt_1",
			type: "budget.threshold",
			created_at: "2026-11-25T00:00:00.000Z",
			organization_id: "org_1",
			data: {
				...{ budget_id: "bud_1", scope: "key", scope_id: "key_1", reset: "lifetime", soft: false, percent: 80 },
				...{ limit_usd: "1000000000.000000001", spent_usd: "0.000000001" },
				...{ starts_at: "1970-01-01T00:00:00.000Z", resets_at: null },
			},
		});
	});
});

describe("a webhook's signature", () => {
	/** As a receiver computes it, by the standard's own words. */
	const expected = (secret: string, content: string) =>
		`v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
			.update(content)
			.digest("base64")}`;

	test("is the HMAC of id, time and body under each secret", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 2 }),
				fc.string({ unit: "grapheme" }),
				async (random, body) => {
					const secrets = random.map(makeWebhookSecret);
					const headers = await signWebhook({ id: "alt_1", timestamp: 1_790_000_000, body }, secrets);
					const all = secrets.map((secret) => expected(secret, `alt_1.1790000000.${body}`)).join(" ");
					expect(headers).toEqual({
						"webhook-id": "alt_1",
						"webhook-timestamp": "1790000000",
						"webhook-signature": all,
					});
				},
			),
		);
	});

	test("is made under no other kind of secret", async () => {
		await expect(signWebhook({ id: "a", timestamp: 1, body: "" }, ["sk_live_1"])).rejects.toThrow(RangeError);
	});
});

describe("a host of the operator's own", () => {
	test.each([
		"http://hooks.lan/x",
		"https://HOOKS.lan:8443/",
		"http://10.0.0.7:8080/x",
		"https://fixed.lan/",
		"https://fixed.lan:443/",
	])("is where %s leads", (url) => {
		expect(isOwnHost(new URL(url), ["hooks.lan", "10.0.0.7:8080", "fixed.lan:443"])).toBe(true);
	});

	test.each([
		"http://10.0.0.7/",
		"http://10.0.0.7:8081/",
		"http://fixed.lan/",
		"http://hooks.lan.example/",
		"http://hooks.lan@10.0.0.8/",
		"ftp://hooks.lan/",
	])("is not where %s leads", (url) => {
		expect(isOwnHost(new URL(url), ["hooks.lan", "10.0.0.7:8080", "fixed.lan:443"])).toBe(false);
	});
});

describe("a delivery that fails", () => {
	test("is tried at growing intervals for a day, and then given up", () => {
		let ageMs = 0;
		const pauses: number[] = [];
		for (let attempts = 1; ; attempts++) {
			const pause = nextAttempt({ attempts, ageMs });
			if (pause === undefined) break;
			pauses.push(pause);
			ageMs += pause;
		}
		expect(pauses[0]).toBe(10_000);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
		// The first failure comes a moment after the alert: at the end a webhook where nothing arrives has failed for a day, too.
		expect(ageMs).toBeGreaterThanOrEqual(GIVEN_UP_MS + 30 * 60_000);
		expect(pauses.length).toBeGreaterThan(15);
	});
});
