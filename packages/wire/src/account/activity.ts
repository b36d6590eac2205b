import * as z from "zod";
import { count, instantText, usdNumber, usdText } from "./fields.ts";
import { moment, reportForm } from "./query-fields.ts";

/** By what activity can be summed. */
export const ACTIVITY_GROUPS = ["key", "model", "day", "project", "provider", "hour"] as const;
export type ActivityGroup = (typeof ACTIVITY_GROUPS)[number];

/** OpenRouter's name of a project. */
const WORKSPACE = "workspace";
const GROUPS_TEXT = `some of ${ACTIVITY_GROUPS.join(", ")}, with commas between`;

const groups = z
	.string()
	.transform((text, context): ActivityGroup[] => {
		const names = text.split(",").map((name) => name.trim());
		// OpenRouter's `group_by=workspace` splits its own rows further.
		if (names.length === 1 && names[0] === WORKSPACE) return ["day", "model", "provider", "project"];
		const found = names.map((name) =>
			ACTIVITY_GROUPS.find((group) => group === (name === WORKSPACE ? "project" : name)),
		);
		const known = found.filter((group) => group !== undefined);
		if (known.length === found.length) return [...new Set(known)];
		context.addIssue({ code: "custom", message: GROUPS_TEXT });
		return z.NEVER;
	})
	.meta({ description: `By what: ${GROUPS_TEXT}.`, examples: ["key,model"] });

/** The query of `GET /activity`. */
export const activityQuery = z.object({
	by: groups.optional(),
	group_by: groups.optional().meta({ description: "As `by`; `workspace` is a project." }),
	from: moment.optional().meta({ description: "From this moment on; 30 days before `to` by default." }),
	to: moment.optional().meta({ description: "Up to this moment, which is not in it." }),
	date: moment.optional().meta({ description: "That day in UTC, and nothing more." }),
	key: z.string().optional().meta({ description: "Of this key: its id or its hash." }),
	api_key_hash: z.string().optional().meta({ description: "As `key`." }),
	project: z.string().optional().meta({ description: "Of this project." }),
	workspace_id: z.string().optional().meta({ description: "As `project`." }),
	model: z.string().optional().meta({ description: "Served by this model." }),
	provider: z.string().optional().meta({ description: "Served by this provider." }),
	format: reportForm.optional(),
});

const row = z.object({
	date: z.string().optional(),
	hour: z.string().optional(),
	key: z.string().optional(),
	key_name: z.string().optional(),
	project: z.string().optional(),
	workspace_id: z.string().optional(),
	model: z.string().optional(),
	provider_name: z.string().optional(),
	endpoint_id: z.string().optional(),
	model_permaslug: z.string().optional(),
	byok_usage_inference: z.literal(0).optional(),
	requests: count,
	prompt_tokens: count,
	cached_tokens: count,
	completion_tokens: count,
	reasoning_tokens: count,
	usage: usdNumber,
	usage_usd: usdText,
});

/** The answer of `GET /activity`. A row has the groups that were asked for. */
export const activityAnswer = z.object({
	as_of: instantText.meta({ description: "Everything posted until then is in the rows." }),
	unposted: z
		.object({ requests: count, usage: usdNumber, usage_usd: usdText })
		.meta({ description: "Durable usage that is not posted yet, and so in no row." }),
	data: z.array(row),
});

export type ActivityQueryFields = z.output<typeof activityQuery>;
export type ActivityAnswer = z.infer<typeof activityAnswer>;
