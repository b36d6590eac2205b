import {
	orderRefund,
	RefundTooLarge,
	readPurchaseById,
	type Settling,
	settlePurchase,
	startDueTopUps,
} from "@turnpike/db";
import type { Event } from "@turnpike/test-stripe";
import fc from "fast-check";
import { readEvents } from "../payments/read-events.ts";
import { sendRefunds } from "../payments/send-refunds.ts";
import type { Buyer } from "./open-buyer.fixture.ts";
import type { OpenPayments } from "./open-payments.fixture.ts";
import { refundable } from "./stripe-truth.fixture.ts";

const HOUR_MS = 3_600_000;

/** What may happen next, at Stripe, on the way, or to a worker, and how often against the others. */
const KINDS = [
	...(["buy", "buy", "buy", "debit", "settle", "settle", "refund", "refund", "failRefund", "warn"] as const),
	...(["dispute", "dispute", "escalate", "close", "close", "changeCard", "fault", "pass"] as const),
	...(["spend", "spend", "spend", "giveBack", "giveBack", "topUp", "topUp", "advance", "advance"] as const),
	...(["deliver", "deliver", "repeat", "lose", "apply", "apply", "deliverAll", "deliverAll", "deliverAll"] as const),
	...(["forget", "forget", "look", "look", "settleLate", "settleLate"] as const),
] as const;

/** `pick` chooses which of the things there are. */
export interface Step {
	readonly kind: (typeof KINDS)[number];
	readonly pick: number;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
	kind: fc.constantFrom(...KINDS),
	pick: fc.nat(1_000_000),
});

/** Two customers, what they did, and the events on their way: anything may happen next. */
export class PaymentStory {
	readonly #open: OpenPayments;
	readonly #buyers: readonly Buyer[];
	readonly #intents: string[] = [];
	readonly #spent = new Map<Buyer, bigint>();
	/** On their way here, in any order. */
	#events: Event[] = [];
	readonly #delivered: Event[] = [];
	/** What workers were told of a payment, and have not settled yet: it grows old. */
	readonly #looks: Settling[] = [];

	constructor(open: OpenPayments, buyers: readonly Buyer[]) {
		this.#open = open;
		this.#buyers = buyers;
	}

	async play(step: Step): Promise<void> {
		await this.#atStripe(step);
		await this.#here(step);
		this.#events.push(...this.#open.stripe.webhooks.take());
	}

	/** What people and banks do; nobody has told the book yet. */
	async #atStripe({ kind, pick }: Step): Promise<void> {
		const { people, world } = this.#open.stripe;
		const succeeded = this.#intentsIn("succeeded");
		switch (kind) {
			case "buy":
				return this.#buy(pick, pick % 4 === 0 ? "pm_card_chargeDeclined" : "pm_card_visa");
			case "debit":
				return this.#buy(pick, "pm_usBankAccount");
			case "settle":
				return one(this.#intentsIn("processing"), pick, (id) => people.settle(id, pick % 3 !== 0));
			case "refund": {
				const some = succeeded.filter((id) => refundable(this.#open.stripe, id) > 0);
				return one(some, pick, (id) => void people.refund(id, 1 + (pick % refundable(this.#open.stripe, id))));
			}
			case "failRefund": {
				const made = [...world.refunds.values()].filter(({ status }) => status === "succeeded");
				return one(this.#mine(made), pick, ({ id }) => people.failRefund(id));
			}
			case "dispute": {
				const disputed = new Set([...world.disputes.values()].map(({ payment_intent }) => payment_intent));
				const some = succeeded.filter((id) => !disputed.has(id));
				return one(
					some,
					pick,
					(id) => void people.dispute(id, { inquiry: pick % 3 === 0, amount: 100 + (pick % 400) }),
				);
			}
			case "escalate":
				return one(this.#disputesIn("warning_needs_response"), pick, (id) => people.escalate(id));
			case "close":
				return one(this.#disputesIn("needs_response"), pick, (id) =>
					people.closeDispute(id, pick % 3 === 0 ? "lost" : "won"),
				);
			case "warn":
				return one(succeeded, pick, (id) => void people.warn(id));
			case "changeCard":
				return one([...world.paymentMethods.keys()], pick, (id) =>
					people.changeCard(id, pick % 2 === 0 ? "pm_card_visa" : "pm_card_chargeDeclined"),
				);
			default:
		}
	}

	/** What the webhook's route and the workers do, and what happens to them. */
	async #here({ kind, pick }: Step): Promise<void> {
		const { world, sql, stripe } = this.#open;
		switch (kind) {
			case "deliver":
				return one(this.#events, pick, (event) => this.#deliver([event]));
			case "repeat":
				return one(this.#delivered, pick, (event) => this.#open.deliver(event));
			case "lose":
				return one(this.#events, pick, (event) => void this.#events.splice(this.#events.indexOf(event), 1));
			case "deliverAll":
				await this.#deliver(pick % 2 === 0 ? [...this.#events] : this.#events.toReversed());
				return void (await Promise.all([this.#open.applyAll(), this.#open.applyAll()]));
			case "apply":
				return void (await this.#open.applyAll());
			case "forget":
				// A worker died between booking and saying so.
				await sql`update payment_event set applied_at = null, due_at = now() where parked_reason is null
					and id in (select id from payment_event order by md5(id || ${String(pick)}) limit 3)`;
				return;
			case "look":
				return one(this.#intents, pick, (id) => this.#look(id));
			case "settleLate":
				return one(this.#looks, pick, async (settling) => void (await settlePurchase(sql, settling)));
			case "spend":
				return one(this.#buyers, pick, (buyer) => this.#spend(buyer, BigInt(1 + (pick % 700))));
			case "giveBack":
				return one(this.#buyers, pick, (buyer) => this.#giveBack(buyer, BigInt(1 + (pick % 900))));
			case "topUp":
				return void (await startDueTopUps(sql, { ...world, provider: world.provider.name, now: world.now() }));
			case "advance":
				return void (await Promise.all([this.#open.advance(), sendRefunds(world)]));
			case "pass":
				return this.#open.passTime(pick % (3 * HOUR_MS));
			case "fault":
				return stripe.faults.next({
					...{ on: at(FAULTY, pick), when: pick % 2 === 0 ? "after" : "before" },
					...{ shows: at([500, 503, 429, "reset"] as const, pick), times: 1 + (pick % 3) },
				});
			default:
		}
	}

	async #buy(pick: number, method: string): Promise<void> {
		// A buyer who is told to try later does.
		this.#open.stripe.faults.clear();
		const { paymentIntent } = await at(this.#buyers, pick).pay(BigInt(500 + (pick % 900)), method, pick % 2 === 0);
		this.#intents.push(paymentIntent);
	}

	async #deliver(events: readonly Event[]): Promise<void> {
		this.#events = this.#events.filter((event) => !events.includes(event));
		this.#delivered.push(...events);
		for (const event of events) await this.#open.deliver(event);
	}

	async #look(paymentId: string): Promise<void> {
		this.#open.stripe.faults.clear();
		const { sql, world } = this.#open;
		const { provider, now, newId, write } = world;
		const facts = await provider.readPayment({ paymentId, checkoutId: undefined });
		const purchase = facts.purchaseId === undefined ? undefined : await readPurchaseById(sql, facts.purchaseId);
		if (!purchase) return;
		this.#looks.push({ purchaseId: purchase.id, version: purchase.version, facts, now: now(), newId, write });
	}

	/** Of what is set aside a part is spent; the rest stays out. */
	async #spend(buyer: Buyer, cents: bigint): Promise<void> {
		const { available } = await buyer.balance();
		if (available === 0n || (await buyer.suspended())) return;
		const setAside = cents < available ? cents : available;
		const spent = (setAside * 2n + 2n) / 3n;
		await buyer.spend(spent, setAside);
		this.#spent.set(buyer, (this.#spent.get(buyer) ?? 0n) + spent);
	}

	async #giveBack(buyer: Buyer, cents: bigint): Promise<void> {
		const { sql, world } = this.#open;
		const { organisationId } = buyer;
		const order = { organisationId, amountCents: cents, reason: "asked for it", actor: "test" };
		const newRefundId = () => `rfd_${world.newId()}`;
		await orderRefund(sql, { ...order, newId: world.newId, newRefundId }).catch((error: unknown) => {
			if (!(error instanceof RefundTooLarge)) throw error;
		});
	}

	#mine<T extends { readonly payment_intent: string }>(all: readonly T[]): T[] {
		return all.filter(({ payment_intent }) => this.#intents.includes(payment_intent));
	}

	#intentsIn(status: string): string[] {
		return this.#intents.filter((id) => this.#open.stripe.world.intents.get(id)?.status === status);
	}

	#disputesIn(wanted: string): string[] {
		const all = this.#mine([...this.#open.stripe.world.disputes.values()]);
		return all.filter(({ status }) => status === wanted).map(({ id }) => id);
	}

	/**
	 * What is still on its way never comes: the list of events, and looking again, find it. Workers that were told something
	 * long ago settle it last of all.
	 */
	async end(): Promise<void> {
		const { sql, stripe, world, passTime, applyAll, advance } = this.#open;
		stripe.faults.clear();
		for (let round = 0; round < 3; round++) {
			passTime(2 * HOUR_MS);
			await readEvents(world);
			await sql`update payment_event set due_at = now() where applied_at is null`;
			await sql`update purchase set due_at = now() where due_at is not null`;
			await sql`update refund set due_at = now() where state = 'requested'`;
			await Promise.all([applyAll(), advance(), sendRefunds(world)]);
		}
		for (const settling of this.#looks) await settlePurchase(sql, settling);
	}

	/** What the customers spent, in cents. */
	spentBy(buyer: Buyer): bigint {
		return this.#spent.get(buyer) ?? 0n;
	}
}

const FAULTY = ["GET /v1/", "POST /v1/payment_intents", "POST /v1/refunds"] as const;

function at<T>(things: readonly T[], pick: number): T {
	const thing = things[pick % things.length];
	if (thing === undefined) throw new Error("nothing to choose from");
	return thing;
}

/** Does it to one of them, if there is any. */
async function one<T>(things: readonly T[], pick: number, act: (thing: T) => unknown): Promise<void> {
	if (things.length > 0) await act(at(things, pick));
}
