import {
	alertsAnswer,
	alertsRequest,
	changeWebhookRequest,
	deletedAnswer,
	webhookAnswer,
	webhookPath,
	webhookRequest,
	webhookSecretAnswer,
	webhookTestAnswer,
} from "@turnpike/wire/account";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Answer, Operation } from "../operation.ts";

const ONE = "/alerts/webhooks/{id}";
const ANSWER: Answer = { description: "Its alerts.", schema: { name: "Alerts", schema: alertsAnswer } };
const WEBHOOK: Answer = { description: "The webhook.", schema: { name: "Webhook", schema: webhookAnswer } };
const WITH_SECRET = { name: "WebhookWithSecret", schema: webhookSecretAnswer };

const OF_ONE = ["not_found", ...OF_THE_BOOK] as const;
const MESSAGES =
	"A message is a POST of `{id, type, created_at, organization_id, data}`, signed as Standard Webhooks says: `webhook-id`, the same on every attempt, `webhook-timestamp`, and `webhook-signature`, HMAC-SHA-256 over `id.timestamp.body`. Anything but a 2xx within ten seconds is tried again, at growing intervals, for a day.";

const WEBHOOKS: readonly Operation[] = [
	{
		method: "post",
		path: "/alerts/webhooks",
		id: "createWebhook",
		tag: "Account",
		summary: "Make a webhook",
		description: `The answer holds its secret, this once. ${MESSAGES}`,
		who: "member",
		body: {
			name: "WebhookRequest",
			schema: webhookRequest,
			example: { url: "https://hooks.example.com/turnpike" },
		},
		answers: [{ status: 201, description: "The webhook and its secret.", schema: WITH_SECRET }],
		errors: OF_THE_BOOK,
	},
	{
		method: "patch",
		path: ONE,
		id: "changeWebhook",
		tag: "Account",
		summary: "Switch a webhook off or on",
		description:
			"What is on its way waits while it is off. It is switched off by us when nothing has arrived for a day.",
		who: "member",
		pathSchema: webhookPath,
		body: { name: "WebhookChanges", schema: changeWebhookRequest, example: { enabled: true } },
		answers: [WEBHOOK],
		errors: OF_ONE,
	},
	{
		method: "delete",
		path: ONE,
		id: "deleteWebhook",
		tag: "Account",
		summary: "Delete a webhook",
		description: "What is on its way to it is not delivered any more.",
		who: "member",
		pathSchema: webhookPath,
		answers: [{ description: "It is gone.", schema: { name: "Deleted", schema: deletedAnswer } }],
		errors: OF_ONE,
	},
	{
		method: "post",
		path: `${ONE}/rotate`,
		id: "rotateWebhookSecret",
		tag: "Account",
		summary: "Give a webhook another secret",
		description: "For a day messages are signed under both: two signatures, with a blank between.",
		who: "member",
		pathSchema: webhookPath,
		answers: [{ description: "The webhook and its new secret.", schema: WITH_SECRET }],
		errors: OF_ONE,
	},
	{
		method: "post",
		path: `${ONE}/test`,
		id: "testWebhook",
		tag: "Account",
		summary: "Send a test",
		description: "It is tried once, though the webhook is off; how that went, the webhook says.",
		who: "member",
		pathSchema: webhookPath,
		answers: [
			{
				status: 202,
				description: "It is on its way.",
				schema: { name: "WebhookTest", schema: webhookTestAnswer },
			},
		],
		errors: ["rate_limit_exceeded", ...OF_ONE],
	},
];

export const ALERTS: readonly Operation[] = [
	{
		method: "get",
		path: "/alerts",
		id: "getAlerts",
		tag: "Account",
		summary: "What the organisation is told",
		description:
			"A balance below a threshold, budgets that cross 50, 80, 100 % or a percentage of their own, top-ups that failed, disputes, keys that expire within a week: each once, by mail and by webhook.",
		who: "member",
		answers: [ANSWER],
		errors: OF_THE_BOOK,
	},
	{
		method: "put",
		path: "/alerts",
		id: "setAlerts",
		tag: "Account",
		summary: "Set what the organisation is told",
		description: "What is absent stays. What concerns payments is told by mail in any case.",
		who: "member",
		body: { name: "AlertsRequest", schema: alertsRequest, example: { low_balance_usd: "10.00", mail: true } },
		answers: [ANSWER],
		errors: OF_THE_BOOK,
	},
	...WEBHOOKS,
];
