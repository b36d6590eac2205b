import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { StripeServer } from "./stripe-server.ts";

const SECRET = "whsec_test";
const received: { body: string; signature: string }[] = [];
let refusals = 0;
const receiver = createServer(async (request, response) => {
	const body = await text(request);
	if (refusals-- > 0) response.writeHead(500);
	else received.push({ body, signature: String(request.headers["stripe-signature"]) });
	response.end();
});
let server: StripeServer;

beforeAll(async () => {
	server = await StripeServer.start();
	receiver.listen(0, "127.0.0.1");
	await once(receiver, "listening");
	const address = receiver.address();
	if (address === null || typeof address === "string") throw new Error("no address");
	server.webhooks.pointAt({ url: `http://127.0.0.1:${address.port}/`, secret: SECRET });
});
afterAll(async () => {
	await server.stop();
	receiver.close();
});

const verify = ({ body, signature }: { body: string; signature: string }) =>
	new Stripe("sk_test").webhooks.constructEventAsync(body, signature, SECRET);

it("sends each event, signed, and again until it is taken", async () => {
	refusals = 2;
	server.world.emit("customer.created", { id: "cus_1" });
	await server.webhooks.settled();
	expect(received).toHaveLength(1);
	for (const one of received) expect(await verify(one)).toMatchObject({ type: "customer.created", object: "event" });
});

it("held, sends what a test likes, as often as it likes, with any time and secret", async () => {
	received.length = 0;
	server.webhooks.hold();
	for (const type of ["first", "second"]) server.world.emit(type, { id: "x" });
	const [first, second] = server.webhooks.take();
	if (!first || !second) throw new Error("two were held");
	expect(received).toEqual([]);
	expect(await server.webhooks.send(second)).toBe(200);
	await server.webhooks.send(second, { timestamp: Math.floor(Date.now() / 1_000) - 301 });
	await server.webhooks.send(first, { secret: "whsec_other" });
	const [good, old, forged] = received;
	if (!good || !old || !forged) throw new Error("three were sent");
	expect((await verify(good)).type).toBe("second");
	await expect(verify(old)).rejects.toThrow("Timestamp outside the tolerance zone");
	await expect(verify(forged)).rejects.toThrow("No signatures found matching");
});
