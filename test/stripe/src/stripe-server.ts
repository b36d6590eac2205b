import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { type Fault, Faults } from "./faults.ts";
import { answerCall } from "./http/answer-call.ts";
import { IdempotencyKeys } from "./http/idempotency.ts";
import { World } from "./objects/world.ts";
import { showPage } from "./people/pages.ts";
import { People } from "./people/people.ts";
import { Webhooks } from "./webhooks.ts";

export interface StripeServerOptions {
	readonly secretKey?: string;
	/** 0: any that is free. */
	readonly port?: number;
}

/** One Stripe account with its API, its pages and its webhooks, on 127.0.0.1. */
export class StripeServer {
	readonly secretKey: string;
	readonly world = new World();
	readonly webhooks = new Webhooks();
	readonly faults = new Faults();
	/** Customers, banks and the account's owner in the dashboard. */
	readonly people = new People(this.world);
	/** `POST /v1/refunds` and so on, as they were asked. */
	readonly calls: string[] = [];
	readonly #keys = new IdempotencyKeys(() => this.world.now());
	readonly #server: Server;

	private constructor(secretKey: string) {
		this.secretKey = secretKey;
		this.world.onEvent = (event) => this.webhooks.happened(event);
		this.#server = createServer((request, response) => {
			this.#serve(request, response).catch((error: unknown) => {
				console.error("the Stripe server failed", error);
				response.destroy();
			});
		});
	}

	static async start(options: StripeServerOptions = {}): Promise<StripeServer> {
		const server = new StripeServer(options.secretKey ?? `sk_test_${randomBytes(12).toString("hex")}`);
		server.#server.listen(options.port ?? 0, "127.0.0.1");
		await once(server.#server, "listening");
		const address = server.#server.address();
		if (address === null || typeof address === "string") throw new Error("the Stripe server does not listen");
		server.world.baseUrl = `http://127.0.0.1:${address.port}`;
		return server;
	}

	/** What STRIPE_API_BASE is set to. */
	get url(): string {
		return this.world.baseUrl;
	}

	async stop(): Promise<void> {
		this.webhooks.pointAt(undefined);
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, "close");
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await text(request);
		const { method = "GET", url = "/" } = request;
		if (!url.startsWith("/v1/")) {
			showPage(this.world, this.people, { method, url, body }, response);
			return;
		}
		const call = `${method} ${url.split("?")[0]}`;
		this.calls.push(call);
		const fault = this.faults.take(call);
		if (fault?.when === "before") return show(fault, response);
		const headers: Record<string, string> = {};
		for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
		const requestId = `req_${randomBytes(7).toString("hex")}`;
		const answer = answerCall(this.world, this.#keys, this.secretKey, { method, url, headers, body, requestId });
		if (fault) return show(fault, response);
		response.writeHead(answer.status, { ...answer.headers, "content-type": "application/json" });
		response.end(JSON.stringify(answer.body, null, 2));
	}
}

function show({ shows }: Fault, response: ServerResponse): void {
	if (shows === "silence") return;
	if (shows === "reset") {
		response.destroy();
		return;
	}
	response.writeHead(shows, { "content-type": "application/json", "request-id": "req_fault" });
	response.end(JSON.stringify({ error: TROUBLE[shows] }));
}

const TROUBLE = {
	409: { type: "idempotency_error", code: "idempotency_key_in_use", message: "Another request uses this key now." },
	429: { type: "invalid_request_error", code: "rate_limit", message: "Request rate limit exceeded." },
	500: { type: "api_error", message: "An error occurred on Stripe's side." },
	503: { type: "api_error", message: "Stripe is not available at the moment." },
};
