import { connect, readPriceVersions } from "@turnpike/db";
import { afterAll, expect, it } from "vitest";
import { postWaiting } from "./post-waiting.ts";
import { PriceVersions } from "./recompute.ts";
import { generationOf, newId, openBilling } from "./testing/open-billing.fixture.ts";

const world = await openBilling("post waiting");
afterAll(() => world.close());

it("needs one connection: all others may be waiting for the account it has locked", async () => {
	const customer = await world.open(1_000_000_000n);
	await world.log.append(generationOf(customer, 1));
	const alone = connect(world.url, { connections: 1 });
	try {
		const prices = new PriceVersions((ids) => readPriceVersions(alone, ids));
		expect(await postWaiting(alone, prices, newId, "")).toMatchObject({ posted: 1, parked: 0, failures: [] });
	} finally {
		await alone.end({ timeout: 1 });
	}
});
