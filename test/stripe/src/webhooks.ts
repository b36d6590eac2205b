import { createHmac } from "node:crypto";
import type { Event } from "./objects/shapes.ts";

export interface WebhookEndpoint {
	readonly url: string;
	/** `whsec_…` */
	readonly secret: string;
}

export interface SendOptions {
	/** Unix seconds that the signature claims; now, unless said otherwise. */
	readonly timestamp?: number;
	/** Signs with another secret. */
	readonly secret?: string;
}

/** The header that proves a payload: https://docs.stripe.com/webhooks#verify-manually. */
export function signatureOf(payload: string, secret: string, timestamp: number): string {
	const v1 = createHmac("sha256", secret).update(`${timestamp}.${payload}`).digest("hex");
	const v0 = createHmac("sha256", "no secret of anyone").update(payload).digest("hex");
	return `t=${timestamp},v1=${v1},v0=${v0}`;
}

/** How often an event is sent while it is not taken, when nobody says otherwise; the real ones go on for three days. */
const PAUSES_MS = [0, 50, 200, 800, 3_000];

/**
 * Sends events to an endpoint. By itself it sends each as it happens, and again until it is taken; held, it keeps them for a
 * test to send in the order, as often and as late as it likes.
 */
export class Webhooks {
	#endpoint: WebhookEndpoint | undefined;
	#held = false;
	#pending: Event[] = [];
	readonly #sending = new Set<Promise<unknown>>();

	/** Where events go from now on; undefined: nowhere. */
	pointAt(endpoint: WebhookEndpoint | undefined): void {
		this.#endpoint = endpoint;
	}

	hold(): void {
		this.#held = true;
	}

	/** Sends what was held, in its order, and goes on by itself. */
	async release(): Promise<void> {
		this.#held = false;
		for (const event of this.take()) await this.send(event);
	}

	/** The events that were held so far: they are the test's now. */
	take(): Event[] {
		const taken = this.#pending;
		this.#pending = [];
		return taken;
	}

	/** Told of every event. */
	happened(event: Event): void {
		if (this.#held) {
			this.#pending.push(event);
			return;
		}
		if (!this.#endpoint) return;
		const sending = this.#sendUntilTaken(event).finally(() => this.#sending.delete(sending));
		this.#sending.add(sending);
	}

	/** Sends one event once. @returns the endpoint's status, 0 when it could not be reached. */
	async send(event: Event, options: SendOptions = {}): Promise<number> {
		const endpoint = this.#endpoint;
		if (!endpoint) throw new Error("there is no endpoint to send events to");
		// Pretty-printed, as the real ones are: a signature holds for these very bytes.
		const body = JSON.stringify(event, null, 2);
		const timestamp = options.timestamp ?? Math.floor(Date.now() / 1_000);
		const signature = signatureOf(body, options.secret ?? endpoint.secret, timestamp);
		const headers = { "content-type": "application/json; charset=utf-8", "stripe-signature": signature };
		try {
			const response = await fetch(endpoint.url, { method: "POST", headers, body });
			await response.arrayBuffer();
			return response.status;
		} catch {
			return 0;
		}
	}

	/** Resolves when nothing is being sent. */
	async settled(): Promise<void> {
		while (this.#sending.size > 0) await Promise.allSettled(this.#sending);
	}

	async #sendUntilTaken(event: Event): Promise<void> {
		for (const pause of PAUSES_MS) {
			await new Promise((resolve) => setTimeout(resolve, pause));
			const status = await this.send(event);
			if (status >= 200 && status < 300) return;
		}
	}
}
