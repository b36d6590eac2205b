export { type AuditReport, audit, type WrongDebit } from "./audit.ts";
export { checkSmtp } from "./mail/check-smtp.ts";
export type { Mailer } from "./mail/mailer.ts";
export { makeSmtpMailer, type SmtpSettings } from "./mail/smtp-mailer.ts";
export { type MailOptions, startMail } from "./mail/start-mail.ts";
export { type Payments, type PaymentsOptions, startPayments } from "./payments/start-payments.ts";
export { writeNotice } from "./payments/write-notice.ts";
export { PriceVersions, type ReadPriceVersions } from "./recompute.ts";
export { type Billing, type BillingOptions, startBilling } from "./start-billing.ts";
