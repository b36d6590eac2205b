export type { Alert, AlertKind } from "./alert.ts";
export { alertBody } from "./alert-body.ts";
export { isOwnHost } from "./is-own-host.ts";
export { type Attempted, GIVEN_UP_MS, nextAttempt } from "./next-attempt.ts";
export { makeWebhookSecret, SECRET_BYTES, signWebhook, type WebhookMessage } from "./sign-webhook.ts";
