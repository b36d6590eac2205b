import * as z from "zod";
import { instantText, usdNumber, usdText } from "./fields.ts";
import { usdAmount } from "./usd-amount.ts";

const LONGEST_URL = 2_048;

export const webhookObject = z.object({
	object: z.literal("webhook"),
	id: z.string().meta({ examples: ["whk_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	url: z.string(),
	enabled: z.boolean(),
	disabled_reason: z.string().nullable().meta({ description: "Why it was switched off by us; null where it was not." }),
	failing_since: instantText.nullable().meta({ description: "Null when the last attempt arrived." }),
	last_trouble: z.string().nullable().meta({ description: "What the last attempt met, where it failed." }),
	last_delivered_at: instantText.nullable(),
	waiting: z.int().min(0).meta({ description: "Alerts on their way to it." }),
	previous_secret_until: instantText.nullable().meta({
		description: "Until when messages are signed under the secret before, too; null: under one alone.",
	}),
	created_at: instantText,
});

export const alertsObject = z.object({
	object: z.literal("alerts"),
	mail: z.boolean().meta({ description: "Whether budgets, balance and keys are told of by mail, too." }),
	low_balance: usdNumber.nullable(),
	low_balance_usd: usdText.nullable().meta({
		description: "Told when the balance goes below it, once each time; null: the balance is not watched.",
	}),
	webhooks: z.array(webhookObject),
});

export const alertsAnswer = z.object({ data: alertsObject });

/** The body of `PUT /alerts`: what is absent stays. */
export const alertsRequest = z.strictObject({
	mail: z.boolean().optional(),
	low_balance_usd: usdAmount.nullable().optional().meta({ description: "Null: the balance is not watched." }),
});

/** The body of `POST /alerts/webhooks`. */
export const webhookRequest = z.strictObject({
	url: z
		.string()
		.min(1)
		.max(LONGEST_URL)
		.meta({
			description: "Where alerts are posted: public, https. Redirects are not followed.",
			examples: ["https://hooks.example.com/turnpike"],
		}),
});

/** The body of `PATCH /alerts/webhooks/{id}`. */
export const changeWebhookRequest = z.strictObject({ enabled: z.boolean() });

export const webhookPath = z.object({ id: z.string().min(1).max(64).meta({ description: "The webhook's id." }) });

export const webhookAnswer = z.object({ data: webhookObject });

export const webhookSecretAnswer = z.object({
	data: webhookObject,
	secret: z.string().meta({
		description: "What messages are signed with (Standard Webhooks): in this answer, and never again.",
		examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
	}),
});

export const webhookTestAnswer = z.object({
	data: z.object({
		id: z.string().meta({ description: "`webhook-id` of the message on its way." }),
		type: z.literal("webhook.test"),
	}),
});

export type WebhookObject = z.infer<typeof webhookObject>;
export type WebhookSecretAnswer = z.infer<typeof webhookSecretAnswer>;
export type AlertsAnswer = z.infer<typeof alertsAnswer>;
