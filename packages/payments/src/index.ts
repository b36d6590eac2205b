export {
	type Booking,
	type BookingKind,
	bookingsBetween,
	type DecidedRefund,
	houseLinesOf,
	type Moved,
	movedBy,
	NOTHING_MOVED,
	shares,
} from "./booking.ts";
export { type Cents, centsOfNano, nanoOfCents } from "./cents.ts";
export { type ExpectedPayment, mistakeIn } from "./check-facts.ts";
export { type Freeze, type FreezeReason, freezesOf } from "./freezes.ts";
export type { Notice } from "./notice.ts";
export type {
	CardFacts,
	DisputeFacts,
	Papers,
	PaymentFacts,
	PaymentState,
	ProviderName,
	RefundFacts,
	WarningFacts,
} from "./payment-facts.ts";
export {
	type CardCharge,
	type ChargeOutcome,
	type Checkout,
	type CheckoutRequest,
	type Movement,
	type PaymentProvider,
	type PaymentReference,
	type ProviderEvent,
	ProviderRefused,
	ProviderUnavailable,
	type RefundRequest,
} from "./payment-provider.ts";
export {
	type CreditPrice,
	LEAST_PURCHASE_CENTS,
	MOST_PURCHASE_CENTS,
	type PlatformFee,
	priceOfCredit,
} from "./price-of-credit.ts";
export {
	type AfterDecline,
	afterDecline,
	DECLINES_UNTIL_OFF,
	judgeTopUp,
	mayResend,
	monthStart,
	RESEND_WITHIN_MS,
	retryPauseMs,
	settingsMistake,
	type TopUpSettings,
	type TopUpVerdict,
} from "./top-up.ts";
