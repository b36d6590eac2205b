import type { GenerationRecord } from "@turnpike/db";
import type { GenerationRecordObject } from "@turnpike/wire/account";
import { fromBook } from "../account/from-book.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { claimsOf } from "./claims-of.ts";
import { signReceipt } from "./sign-receipt.ts";

type ReceiptMembers = Required<Pick<GenerationRecordObject, "receipt" | "receipt_status">>;
type ReceiptDependencies = Pick<ApiDependencies, "signingKeys" | "catalog" | "publicUrl"> & {
	readonly reports: Pick<ApiDependencies["reports"], "debit">;
};

/**
 * The signed receipt of a generation, once the ledger has its debit: before, there is nothing to sign that could not still
 * change.
 *
 * @throws TurnpikeError when the book cannot be reached.
 */
export async function receiptOf(deps: ReceiptDependencies, record: GenerationRecord): Promise<ReceiptMembers> {
	const { reports, signingKeys, catalog, publicUrl } = deps;
	const { event, transactionId, parkedReason } = record;
	if (parkedReason !== undefined) return { receipt: null, receipt_status: "parked" };
	if (transactionId === undefined || !signingKeys) return { receipt: null, receipt_status: "pending" };
	const debit = await fromBook(reports.debit(event.generationId, transactionId));
	const quantization = catalog.endpoint(event.endpointId)?.quantization ?? "unknown";
	const claims = claimsOf({ record, debit, issuer: publicUrl(), quantization });
	return { receipt: await fromBook(signReceipt(claims, signingKeys)), receipt_status: "final" };
}
