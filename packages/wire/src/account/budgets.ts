import * as z from "zod";
import { instantText, usdNumber, usdText } from "./fields.ts";
import { wholeNumber } from "./query-fields.ts";
import { usdAmount } from "./usd-amount.ts";

export const BUDGET_SCOPES = ["organisation", "project", "member", "key", "end_user", "tag"] as const;
export const BUDGET_RESETS = ["daily", "weekly", "monthly", "lifetime"] as const;

/** What is told of every budget, beside its own thresholds. */
export const COMMON_THRESHOLDS = [50, 80, 100] as const;
const MOST_THRESHOLDS = 10;
const LARGEST_PAGE = 1_000;

export const budgetScope = z.enum(BUDGET_SCOPES).meta({
	description:
		"Whose spending it limits. `end_user` is the `user` (or `metadata.user_id`) of a call, `tag` one of its `x-turnpike-tags`.",
});
export const budgetReset = z.enum(BUDGET_RESETS).meta({
	description: "When it begins anew, in UTC: at midnight, on Monday, on the first, or never.",
});

/** The path of one budget: `/budgets/{scope}/{id}/{reset}`. */
export const budgetPath = z.object({
	scope: budgetScope,
	id: z.string().min(1).max(256).meta({
		description: "The organisation's, project's, member's or key's id (a key's hash, too), the end user or the tag.",
	}),
	reset: budgetReset,
});

/** The query of `GET /budgets`. */
export const budgetListQuery = z.object({
	scope: budgetScope.optional(),
	id: z.string().optional().meta({ description: "With `scope`: of this one only." }),
	limit: wholeNumber(1, LARGEST_PAGE)
		.optional()
		.meta({ description: `Most budgets on a page, 1 to ${LARGEST_PAGE}; 100 by default.` }),
	cursor: z.string().optional().meta({ description: "`next_cursor` of the page before." }),
});

/** The body of `PUT /budgets/{scope}/{id}/{reset}`. */
export const budgetRequest = z
	.strictObject({
		limit_usd: usdAmount
			.optional()
			.meta({ description: "The most that may be spent in a window; decimal text is exact." }),
		limit: usdAmount.optional().meta({ description: "The same, as peers name it; one of both." }),
		soft: z.boolean().optional().meta({ description: "It warns and refuses nothing; false by default." }),
		thresholds: z.array(z.int().min(1).max(1_000)).max(MOST_THRESHOLDS).optional().meta({
			description: "Percentages of the limit that are told when spending crosses them, beside 50, 80 and 100.",
		}),
	})
	.transform(({ limit_usd, limit, soft = false, thresholds = [] }, context) => {
		const limitNanoUsd = limit_usd ?? limit;
		if (limitNanoUsd !== undefined && (limit_usd === undefined || limit === undefined)) {
			return { limitNanoUsd, soft, thresholds: [...new Set(thresholds)].sort((a, b) => a - b) };
		}
		context.addIssue({ code: "custom", path: ["limit_usd"], message: `an amount of USD such as "25.00", once` });
		return z.NEVER;
	});

export const budgetObject = z.object({
	object: z.literal("budget"),
	id: z.string().meta({ examples: ["bud_0198c2f04c3a7d5e9c41a5b6c7d8e9f0"] }),
	scope: budgetScope,
	scope_id: z.string().meta({ description: "The id or name of what it limits." }),
	reset: budgetReset,
	limit: usdNumber,
	limit_usd: usdText,
	soft: z.boolean(),
	thresholds: z.array(z.int()).meta({ description: "All percentages that are told, ascending." }),
	crossed: z.array(z.int()).meta({ description: "Those that were crossed in this window." }),
	spent: usdNumber,
	spent_usd: usdText,
	reserved: usdNumber,
	reserved_usd: usdText.meta({ description: "Set aside for calls, and spent but not posted yet." }),
	remaining: usdNumber,
	remaining_usd: usdText.meta({ description: "What may still be set aside: at least 0." }),
	starts_at: instantText,
	resets_at: instantText.nullable(),
	created_at: instantText,
	updated_at: instantText,
});

export const budgetAnswer = z.object({
	data: budgetObject,
	in_force: z.boolean().optional().meta({
		description:
			"After a change: whether nobody has credit at hand any more from before it. False: some process did not answer in time, or learns of a name's first budget within two seconds; calls under way always end as they began.",
	}),
});

export const budgetList = z.object({
	object: z.literal("list"),
	data: z.array(budgetObject),
	has_more: z.boolean(),
	next_cursor: z.string().nullable(),
});

export type BudgetReset = (typeof BUDGET_RESETS)[number];
export type BudgetListQuery = z.output<typeof budgetListQuery>;
export type BudgetRequest = z.output<typeof budgetRequest>;
export type BudgetObject = z.infer<typeof budgetObject>;
export type BudgetAnswer = z.infer<typeof budgetAnswer>;
export type BudgetList = z.infer<typeof budgetList>;
