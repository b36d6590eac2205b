import {
	type Database,
	findSandboxCheckout,
	findSandboxPayment,
	paySandboxCheckout,
	type SandboxCheckout,
	type SandboxMethod,
} from "@turnpike/db";
import type { CreditPrice } from "@turnpike/payments";

/** The sandbox's checkouts, which people pay at pages of ours. */
export interface SandboxCheckouts {
	find(checkoutId: string, now: number): Promise<SandboxCheckout | undefined>;
	/** A payment that came, by its own id. */
	findPaid(paymentId: string, now: number): Promise<{ readonly price: CreditPrice } | undefined>;
	/** @returns false when it is over, or there is none. */
	pay(checkoutId: string, method: SandboxMethod, now: number): Promise<boolean>;
}

/** @param newId a new UUIDv7. */
export function sandboxCheckoutsOf(sql: Database, newId: () => string): SandboxCheckouts {
	return {
		find: (checkoutId, now) => findSandboxCheckout(sql, checkoutId, now),
		findPaid: (paymentId, now) => findSandboxPayment(sql, paymentId, now),
		pay: (checkoutId, method, now) => paySandboxCheckout(sql, checkoutId, method, now, newId()),
	};
}
