import type { Database, WriteNotice } from "@turnpike/db";
import type { PaymentProvider, PlatformFee } from "@turnpike/payments";

/** What the worker needs to apply payments. */
export interface PaymentsWorld {
	readonly sql: Database;
	readonly provider: PaymentProvider;
	readonly fee: PlatformFee;
	/** Unix milliseconds. */
	readonly now: () => number;
	/** A new UUIDv7. */
	readonly newId: () => string;
	/** `pur_…` */
	readonly newPurchaseId: () => string;
	readonly write: WriteNotice;
	readonly onTrouble: (what: string, error: unknown) => void;
}

/** What is claimed is given up after this, if its worker died with it. */
export const LEASE_MS = 60_000;
