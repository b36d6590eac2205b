export { type AlertChanges, type AlertSettings, changeAlertSettings, readAlertSettings } from "./alert-settings.ts";
export { announceCrossings } from "./announce-crossings.ts";
export { announceExpiringKeys } from "./announce-expiring-keys.ts";
export { announceLowBalances } from "./announce-low-balances.ts";
export {
	type ClaimedDelivery,
	claimDeliveries,
	type DeliveryOutcome,
	forgetAlerts,
	settleDelivery,
} from "./delivery-store.ts";
export type { WriteAlert } from "./tell-alert.ts";
export {
	addWebhook,
	listWebhooks,
	type NewWebhook,
	removeWebhook,
	rotateWebhook,
	switchWebhook,
	testWebhook,
	type WebhookName,
	type WebhookRecord,
} from "./webhook-store.ts";
