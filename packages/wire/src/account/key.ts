import * as z from "zod";
import { count, instantText, usdNumber, usdText } from "./fields.ts";

const optionalUsd = {
	number: usdNumber.nullable(),
	text: usdText.nullable(),
};

/** `GET /key`: the key that asks. */
export const keyAnswer = z.object({
	data: z.looseObject({
		label: z.string().meta({ description: "What may be shown of it.", examples: ["tp_live_9krs…hdxc"] }),
		name: z.string(),
		hash: z.string().meta({ description: "Its public name: `/keys/{hash}`." }),
		limit: optionalUsd.number,
		limit_usd: optionalUsd.text,
		limit_remaining: optionalUsd.number,
		limit_remaining_usd: optionalUsd.text,
		limit_reset: z.enum(["daily", "weekly", "monthly"]).nullable(),
		usage: usdNumber,
		usage_usd: usdText,
		usage_daily: usdNumber,
		usage_daily_usd: usdText,
		usage_weekly: usdNumber,
		usage_weekly_usd: usdText.meta({ description: "Since Monday, UTC." }),
		usage_monthly: usdNumber,
		usage_monthly_usd: usdText,
		requests: count,
		requests_per_minute: count.nullable(),
		max_concurrent: count.nullable(),
		allowed_models: z.array(z.string()).nullable(),
		created_at: instantText,
		expires_at: instantText.nullable(),
		disabled: z.boolean(),
		is_management_key: z.boolean(),
		organization_id: z.string(),
		project_id: z.string(),
	}),
});
