export { buyCredit, type CreditOrder } from "./buy-credit.ts";
export { abandonPurchase, claimPurchases, lookAgain } from "./claim-purchases.ts";
export { type CustomerRecord, dropCard, findCustomer, keepCustomer } from "./customer-store.ts";
export {
	claimEvents,
	type EventOutcome,
	listParkedEvents,
	type ParkedEvent,
	retryParkedEvents,
	settleEvent,
	storeEvent,
	type WaitingEvent,
} from "./event-inbox.ts";
export { findPurchase, listPurchases, type PurchasePage, purchaseOf, readPurchaseById } from "./find-purchase.ts";
export { openFreezes, setSuspended } from "./freeze-store.ts";
export { findPaymentDifferences, markForeign, type PaymentDifference, storeMovements } from "./movement-store.ts";
export { type CursorName, claimCursor, cursorAt, moveCursor } from "./payment-cursor.ts";
export type { PurchaseKind, PurchaseRecord, PurchaseState } from "./purchase-record.ts";
export {
	type DepositDifference,
	findDepositDifferences,
	findUsageDifferences,
	findWrongPurchases,
	type MovementTotals,
	storeReconciliation,
	sumMovements,
	type UsageDifference,
} from "./reconcile-book.ts";
export {
	claimRefunds,
	listRefunds,
	type OrderedRefund,
	orderRefund,
	type RefundOrder,
	type RefundRecord,
	RefundTooLarge,
	refundAgainAt,
	settleRefund,
	type WaitingRefund,
} from "./refund-store.ts";
export {
	findSandboxCheckout,
	findSandboxPayment,
	paySandboxCheckout,
	type SandboxCheckout,
	type SandboxMethod,
} from "./sandbox/sandbox-checkout.ts";
export { makeSandboxProvider, type SandboxOptions } from "./sandbox/sandbox-provider.ts";
export { type Settled, type Settling, settlePurchase } from "./settle-purchase.ts";
export {
	attachCheckout,
	type NewCheckout,
	type OpenedCheckout,
	PurchaseMismatch,
	startPurchase,
} from "./start-purchase.ts";
export type { WriteNotice } from "./tell.ts";
export type { Decline } from "./top-up-outcome.ts";
export {
	type AutoTopUp,
	attachPayment,
	failTopUp,
	markSent,
	readAutoTopUp,
	saveAutoTopUp,
	startDueTopUps,
	type TopUpRound,
} from "./top-up-store.ts";
