export type { Fault } from "./faults.ts";
export type { Event } from "./objects/shapes.ts";
export { StripeServer, type StripeServerOptions } from "./stripe-server.ts";
export { signatureOf, type WebhookEndpoint } from "./webhooks.ts";
