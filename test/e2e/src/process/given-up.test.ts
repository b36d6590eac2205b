import { generationIdToUuid } from "@turnpike/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
	type BunServer,
	bunRuntime,
	Client,
	CuttableProxy,
	chat,
	eventually,
	openStackOn,
	type Stack,
} from "../harness/index.ts";
import { chatFrames, plainUsage, slowly, stream } from "../upstreams/index.ts";

// One story: the database goes on writing but its answers are lost, a stream ends with an error for it, and the process is
// killed before the database is heard of again.

let proxy: CuttableProxy;
let stack: Stack & { readonly server: BunServer };
let again: BunServer | undefined;
let client: Client;
beforeAll(async () => {
	stack = await openStackOn("given_up", {
		runtime: bunRuntime,
		settings: { ROLE: "api" },
		throughDatabase: async (url) => {
			const opened = await CuttableProxy.before(url);
			proxy = opened.proxy;
			return opened.url;
		},
	});
	client = new Client(stack.baseUrl, (await (await stack.account()).key()).text);
});
afterAll(async () => {
	proxy?.mend();
	await again?.stop();
	await stack?.close();
	await proxy?.stop();
});

test("an answer whose record was written but not confirmed costs nothing, though its process was killed at once", {
	timeout: 60_000,
}, async () => {
	stack.upstreams.openai.next(stream(slowly(chatFrames(["one ", "two"], plainUsage(30, 2)), 150)));
	const body = chat("x", { model: "openai/gpt-4.1", max_tokens: 50 });
	const response = await client.send("/v1/chat/completions", { ...body, stream: true });
	proxy.muteAfter(String(generationIdToUuid(String(response.headers.get("x-generation-id")))));
	const text = await response.text();
	expect(text).toContain("billing_unavailable");
	expect(text).toContain("Nothing was charged");
	await stack.server.kill();
	await eventually(async () => expect((await recorded())?.charge).toBeGreaterThan(0n));
	proxy.mend();
	again = await bunRuntime.start({ ...stack.settings, ROLE: "all" });
	await eventually(async () => {
		const record = await recorded();
		expect(record?.posted).not.toBeNull();
		expect(record?.posted).toBe(record?.given_back);
	}, 30_000);
	expect((await stack.audit()).clean).toBe(true);
});

/** What was charged for the one call that was not the sandbox's, and what came back of it. */
async function recorded() {
	const [row] = await stack.sql<{ charge: bigint; posted: bigint | null; given_back: bigint }[]>`
		select e.charge_nano_usd as charge, e.posted_nano_usd as posted, coalesce((select sum(amount_nano_usd)::bigint
			from entry join ledger_transaction t on t.id = transaction_id
			where t.source = 'withdrawal:' || e.generation_id and account_id = e.account_id), 0) as given_back
		from usage_event e where provider = 'openai'`;
	return row;
}
