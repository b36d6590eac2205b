export type { StripeSettings } from "./connect-stripe.ts";
export { EVENT_TYPES } from "./read-event.ts";
export { makeStripeProvider } from "./stripe-provider.ts";
export { verifyWebhook } from "./verify-webhook.ts";
