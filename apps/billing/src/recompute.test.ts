import { price, serializePriceVersion } from "@turnpike/catalog";
import { chargeFromPico, costFromPico, nanoUsd } from "@turnpike/money";
import { expect, it } from "vitest";
import { PriceVersions } from "./recompute.ts";
import { type Customer, generationOf, VERSIONS } from "./testing/open-billing.fixture.ts";

const customer = {
	organisationId: "org",
	projectId: "prj",
	accountId: "acc",
	keyId: "key",
	holderId: "holder",
	allowanceId: "allowance",
	instance: "00000000-0000-0000-0000-000000000000",
} satisfies Customer;

function stored() {
	const asked: (readonly string[])[] = [];
	const versions = new PriceVersions(async (ids) => {
		asked.push(ids);
		const found = VERSIONS.filter((version) => ids.includes(version.id));
		return new Map(found.map((version) => [version.id, JSON.stringify(serializePriceVersion(version))]));
	});
	return { asked, versions };
}

it("every price of the seed recomputes to the charge that was made of it", async () => {
	const { versions } = stored();
	const events = VERSIONS.map((_, n) => generationOf(customer, n));
	await versions.load(events);
	expect(events.length).toBeGreaterThan(100);
	for (const event of events) expect(versions.recompute(event)).toEqual({ priceNanoUsd: event.chargeNanoUsd });
});

it("a charge is the exact price rounded down, a cost rounded up", () => {
	const [version] = VERSIONS;
	if (!version) throw new Error("the seed has no prices");
	const exact = price({ input: 7, output: 3 }, version);
	expect(costFromPico(exact) - chargeFromPico(exact)).toBeLessThanOrEqual(1n);
});

it("versions are read once, and asked for again only while they are unknown", async () => {
	const { asked, versions } = stored();
	const known = generationOf(customer, 1);
	const unknown = generationOf(customer, 2, { priceVersionId: "pv_none" });
	await versions.load([known, known, unknown]);
	await versions.load([known, unknown]);
	await versions.load([known]);
	expect(asked).toEqual([[known.priceVersionId, "pv_none"], ["pv_none"]]);
	expect(versions.recompute(unknown)).toEqual({ reason: "unknown price version pv_none" });
});

it.each<[string, Record<string, number>, RegExp]>([
	["a negative count", { input: -1 }, /input is not a count/],
	["a fraction", { output: 1.5 }, /output is not a count/],
	["no number", { input: Number.NaN }, /not a count/],
	["more than any call uses", { input: 1e13 }, /not a count/],
	["an unknown class", { input: 1, thoughts: 2 }, /unknown usage class "thoughts"/],
	["a name every object has", { constructor: 1 }, /unknown usage class "constructor"/],
	["a class without a price", { web_search: 1, input_audio: 1, output_image: 1 }, /./],
])("usage with %s has a reason instead of a price", async (_, usage, reason) => {
	const { versions } = stored();
	const event = generationOf(customer, 0, { usage, holdNanoUsd: nanoUsd(1n) });
	await versions.load([event]);
	expect(versions.recompute(event)).toEqual({ reason: expect.stringMatching(reason) });
});

it("unused classes need no price, and nothing used costs nothing", async () => {
	const { versions } = stored();
	const event = generationOf(customer, 0, { usage: { input: 0, web_search: 0 } });
	await versions.load([event]);
	expect(versions.recompute(event)).toEqual({ priceNanoUsd: 0n });
});

it("a stored version that is not what its name says prices nothing, and stops nothing else", async () => {
	const [first, second, third] = VERSIONS;
	if (!first || !second || !third) throw new Error("the seed has no prices");
	const texts = new Map([
		[first.id, JSON.stringify(serializePriceVersion(second))],
		[second.id, "{"],
		[third.id, JSON.stringify(serializePriceVersion(third))],
	]);
	const versions = new PriceVersions(async () => texts);
	const [swapped, broken, sound] = [0, 1, 2].map((n) => generationOf(customer, n));
	if (!swapped || !broken || !sound) throw new Error("no events");
	await versions.load([swapped, broken, sound]);
	expect(versions.recompute(swapped)).toEqual({ reason: expect.stringMatching(/price version/) });
	expect(versions.recompute(broken)).toEqual({ reason: expect.stringMatching(/unreadable price version/) });
	expect(versions.recompute(sound)).toEqual({ priceNanoUsd: sound.chargeNanoUsd });
});
