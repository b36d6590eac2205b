import * as z from "zod";
import { count, instantText, usdNumber, usdText } from "./fields.ts";

export const limitReset = z.enum(["daily", "weekly", "monthly"]).meta({
	description: "When the limit starts anew, in UTC; weeks begin on Monday. Null: never.",
});

/**
 * What is told of a key to itself and to whoever manages it; OpenRouter's names, exact text beside its numbers.
 * Every name is written out: a type made of it knows no names that are put together.
 */
export const keyFields = {
	label: z.string().meta({ description: "What may be shown of it.", examples: ["tp_live_9krs…hdxc"] }),
	name: z.string(),
	hash: z.string().meta({ description: "Its public name, as in `/keys/{hash}`." }),
	limit: usdNumber.nullable(),
	limit_usd: usdText.nullable(),
	limit_remaining: usdNumber.nullable(),
	limit_remaining_usd: usdText.nullable(),
	limit_reset: limitReset.nullable(),
	usage: usdNumber,
	usage_usd: usdText,
	usage_daily: usdNumber,
	usage_daily_usd: usdText,
	usage_weekly: usdNumber,
	usage_weekly_usd: usdText,
	usage_monthly: usdNumber,
	usage_monthly_usd: usdText,
	requests: count,
	requests_per_minute: count.nullable(),
	max_concurrent: count.nullable(),
	allowed_models: z.array(z.string()).nullable(),
	allowed_providers: z.array(z.string()).nullable(),
	created_at: instantText,
	expires_at: instantText.nullable(),
	disabled: z.boolean(),
	is_management_key: z.boolean(),
	organization_id: z.string(),
	project_id: z.string(),
	workspace_id: z.string().meta({ description: "OpenRouter's word for `project_id`." }),
	member_id: z.string().nullable().meta({ description: "The member it belongs to; null: a service's." }),
	byok_usage: z.literal(0).meta({ description: "As all of `byok_*`: no provider's key of a customer's own is used." }),
	byok_usage_daily: z.literal(0),
	byok_usage_weekly: z.literal(0),
	byok_usage_monthly: z.literal(0),
	include_byok_in_limit: z.literal(false),
};

/** `GET /key`: the key that asks. */
export const keyAnswer = z.object({
	data: z.object({
		...keyFields,
		is_free_tier: z.literal(false),
		is_provisioning_key: z.boolean().meta({ description: "OpenRouter's word for `is_management_key`." }),
		rate_limit: z.object({
			interval: z.string(),
			requests: z.int().meta({ description: "-1: no limit." }),
			note: z.string(),
		}),
		free_model_daily_requests: z.object({ limit: count, remaining: count, used: count }),
		allowed_data_regions: z.array(z.string()),
		creator_user_id: z.null(),
	}),
});
