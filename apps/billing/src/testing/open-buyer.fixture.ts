import { randomUUID } from "node:crypto";
import {
	buyCredit,
	createKey,
	createOrganisation,
	makeAllowanceBook,
	makeUsageLog,
	type PurchaseRecord,
	postAccount,
	readBalance,
	readPurchaseById,
	saveAutoTopUp,
	UNLIMITED_KEY,
} from "@turnpike/db";
import { post } from "@turnpike/ledger";
import { nanoUsd } from "@turnpike/money";
import { priceOfCredit } from "@turnpike/payments";
import type { StripeServer } from "@turnpike/test-stripe";
import type { PaymentsWorld } from "../payments/payments-world.ts";
import { type Customer, generationOf, newId } from "./open-billing.fixture.ts";

export const PUBLIC_URL = "http://localhost:8787";
export const CENT = 10_000_000n;

export type Buyer = Awaited<ReturnType<typeof openBuyer>>;

/** An organisation that buys credit, with a key to spend it. */
export async function openBuyer(
	sql: PaymentsWorld["sql"],
	world: PaymentsWorld,
	stripe: StripeServer,
	email: string | undefined,
) {
	const id = randomUUID();
	const [organisationId, projectId, accountId, keyId] = [`org_${id}`, `prj_${id}`, `acc_${id}`, `key_${id}`];
	await createOrganisation(sql, { id: organisationId, projectId, accountId, name: "Test", email }, "test");
	const hash = `${randomUUID()}${randomUUID()}`.replaceAll("-", "");
	const key = { id: keyId, organisationId, projectId, name: "test", label: "tp_…", hash, pepperVersion: 1 };
	await createKey(sql, { ...key, ...UNLIMITED_KEY }, "test");

	const order = (creditCents: bigint, saveCard = false): Promise<PurchaseRecord> =>
		buyCredit(sql, world.provider, {
			...{ id: world.newPurchaseId(), organisationId, price: priceOfCredit(creditCents, world.fee), saveCard },
			...{ idempotencyKey: undefined, fingerprint: "", actor: "test", now: world.now() },
			...{ successUrl: (purchase: string) => `${PUBLIC_URL}/credits?purchase=${purchase}`, cancelUrl: PUBLIC_URL },
		});

	return {
		organisationId,
		accountId,
		projectId,
		keyId,
		order,
		/** Opens a checkout and pays at it; nobody has told the book yet. */
		async pay(creditCents: bigint, testMethod = "pm_card_visa", saveCard = false) {
			const purchase = await order(creditCents, saveCard);
			const { paymentIntent } = stripe.people.pay(purchase.checkoutId ?? "", testMethod);
			return { purchaseId: purchase.id, paymentIntent };
		},
		async balance() {
			const found = await readBalance(sql, organisationId);
			if (!found) throw new Error("no such organisation");
			const { available, reserved, debt, deposited } = found;
			return { available: available / CENT, reserved: reserved / CENT, debt: debt / CENT, deposited: deposited / CENT };
		},
		async purchase(purchaseId: string): Promise<PurchaseRecord> {
			const found = await readPurchaseById(sql, purchaseId);
			if (!found) throw new Error(`no purchase ${purchaseId}`);
			return found;
		},
		async suspended(): Promise<boolean> {
			const [row] = await sql<
				{ at: Date | null }[]
			>`select suspended_at as at from organisation where id = ${organisationId}`;
			return row?.at instanceof Date;
		},
		/** Sets aside credit and spends a part of it. @returns the allowance. */
		spend: (cents: bigint, setAsideCents = cents) =>
			spend(sql, { organisationId, projectId, accountId, keyId }, cents, setAsideCents),
		autoTopUp: (thresholdCents: bigint, amountCents: bigint, monthlyMaxCents: bigint) =>
			saveAutoTopUp(
				sql,
				organisationId,
				true,
				{ threshold: nanoUsd(thresholdCents * CENT), amountCents, monthlyMaxCents },
				"test",
			),
	};
}

async function spend(
	sql: PaymentsWorld["sql"],
	ids: Pick<Customer, "organisationId" | "projectId" | "accountId" | "keyId">,
	cents: bigint,
	setAsideCents: bigint,
): Promise<string> {
	const book = makeAllowanceBook(sql);
	const holderId = randomUUID();
	const allowanceId = newId();
	await book.register({ holderId, kind: "memory", instance: "" });
	const amount = nanoUsd(setAsideCents * CENT);
	const grant = { holderId, allowanceId, spender: ids, grantedBefore: nanoUsd(0n), atLeast: amount, wanted: amount };
	const outcome = await book.grant(grant);
	if (!("grantedNanoUsd" in outcome)) throw new Error(`not granted: ${outcome.refused.reason}`);
	const spent = nanoUsd(cents * CENT);
	const customer = { ...ids, holderId, allowanceId, instance: holderId };
	const costs = { holdNanoUsd: spent, chargeNanoUsd: spent, providerCostNanoUsd: nanoUsd(0n) };
	await makeUsageLog(sql, { patienceMs: 5_000 }).append(generationOf(customer, 0, costs));
	const posted = await postAccount(sql, ids.accountId, newId(), (input) =>
		post({ ...input, recompute: () => ({ priceNanoUsd: spent }) }),
	);
	if (posted.posted !== 1) throw new Error("what was spent was not posted");
	return allowanceId;
}
