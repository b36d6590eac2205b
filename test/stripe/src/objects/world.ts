import { randomBytes } from "node:crypto";
import type {
	BalanceTransaction,
	Charge,
	CheckoutSession,
	Customer,
	Dispute,
	EarlyFraudWarning,
	Event,
	Invoice,
	LineItem,
	PaymentIntent,
	PaymentMethod,
	Refund,
} from "./shapes.ts";

export const API_VERSION = "2026-10-28.endive";

/** What a session keeps that its object does not show. */
export interface SessionMore {
	readonly lineItems: readonly LineItem[];
	readonly intent: Pick<PaymentIntent, "description" | "setup_future_usage" | "metadata">;
}

/** The request on whose account something happens; absent where a person or a network acts. */
export interface Cause {
	readonly requestId: string;
	readonly idempotencyKey: string | null;
}

/** Everything one Stripe account has. */
export class World {
	readonly customers = new Map<string, Customer>();
	readonly paymentMethods = new Map<string, PaymentMethod>();
	readonly intents = new Map<string, PaymentIntent>();
	readonly charges = new Map<string, Charge>();
	readonly refunds = new Map<string, Refund>();
	readonly disputes = new Map<string, Dispute>();
	readonly warnings = new Map<string, EarlyFraudWarning>();
	readonly balanceTransactions = new Map<string, BalanceTransaction>();
	readonly sessions = new Map<string, CheckoutSession>();
	readonly sessionsMore = new Map<string, SessionMore>();
	readonly invoices = new Map<string, Invoice>();
	readonly events = new Map<string, Event>();
	/** Which test number a payment method behaves as: `pm_card_visa`, … */
	readonly behaviours = new Map<string, string>();
	/** Told of every event as it comes to be. */
	onEvent: (event: Event) => void = () => {};
	/** The address this server is reached at, for its own pages. */
	baseUrl = "";
	#aheadMs = 0;
	#last = 0;

	/** Seconds since 1970, by this account's clock. */
	now(): number {
		return Math.floor((Date.now() + this.#aheadMs) / 1_000);
	}

	/** Lets time pass for this account alone. */
	advance(ms: number): void {
		this.#aheadMs += ms;
	}

	/** An id that sorts by when it was made, so that lists have one order. */
	id(prefix: string): string {
		this.#last += 1;
		return `${prefix}_${this.#last.toString(36).padStart(8, "0")}${randomBytes(8).toString("hex")}`;
	}

	born(prefix: string): { id: string; created: number; livemode: false } {
		return { id: this.id(prefix), created: this.now(), livemode: false };
	}

	/** Records that something happened to an object, as it is now. */
	emit(type: string, object: object, cause?: Cause): void {
		const event: Event = {
			...this.born("evt"),
			object: "event",
			api_version: API_VERSION,
			data: { object: structuredClone(object) },
			pending_webhooks: 1,
			request: { id: cause?.requestId ?? null, idempotency_key: cause?.idempotencyKey ?? null },
			type,
		};
		this.events.set(event.id, event);
		this.onEvent(event);
	}

	/** Any object by its id. */
	find(id: string): object | undefined {
		for (const kind of [
			this.customers,
			this.paymentMethods,
			this.intents,
			this.charges,
			this.refunds,
			this.disputes,
			this.warnings,
			this.balanceTransactions,
			this.sessions,
			this.invoices,
		]) {
			const found = kind.get(id);
			if (found) return found;
		}
		return undefined;
	}
}
