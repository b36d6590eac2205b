export { type AuditReport, audit, type WrongDebit } from "./audit.ts";
export { PriceVersions, type ReadPriceVersions } from "./recompute.ts";
export { type Billing, type BillingOptions, startBilling } from "./start-billing.ts";
