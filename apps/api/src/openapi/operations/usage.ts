import {
	activityAnswer,
	activityQuery,
	analyticsAnswer,
	analyticsForm,
	analyticsMeta,
	analyticsRequest,
	generationAnswer,
	generationList,
	generationListQuery,
	generationQuery,
} from "@turnpike/wire/account";
import { OF_THE_BOOK } from "../errors-of.ts";
import type { Answer, Operation } from "../operation.ts";

const CSV: Answer = {
	type: "text/csv",
	description: "The same, exact amounts as text. A cell that a spreadsheet would run as a formula is made text.",
};

export const USAGE: readonly Operation[] = [
	{
		method: "get",
		path: "/generation",
		id: "getGeneration",
		tag: "Usage",
		summary: "One generation, whole",
		description:
			"Every attempt, the tokens by class, the unit prices in force, and how the cost comes about: `cost_breakdown` and `cost_adjustments` sum to `total_cost_usd`, exactly. It is there as soon as the answer has ended; `posted` says whether the ledger has it.",
		who: "reader",
		query: generationQuery,
		answers: [{ description: "The record.", schema: { name: "Generation", schema: generationAnswer } }],
		errors: ["missing_required_parameter", "not_found", ...OF_THE_BOOK],
	},
	{
		method: "get",
		path: "/generations",
		id: "listGenerations",
		tag: "Usage",
		summary: "List generations",
		description:
			"The newest first, from the moment they are durable. A member or a management key sees all of the organisation's, an inference key its own.",
		who: "reader",
		query: generationListQuery,
		answers: [
			{ description: "A page of them.", schema: { name: "GenerationList", schema: generationList } },
			{ ...CSV, description: `${CSV.description} The next page's cursor is in \`x-turnpike-next-cursor\`.` },
		],
		errors: OF_THE_BOOK,
	},
	{
		method: "get",
		path: "/activity",
		id: "getActivity",
		tag: "Usage",
		summary: "Usage, summed",
		description: "Posted usage by whole hours, to the nano-dollar; `unposted` says what is still to come.",
		who: "reader",
		query: activityQuery,
		answers: [{ description: "The sums.", schema: { name: "Activity", schema: activityAnswer } }, CSV],
		errors: ["request_timeout", ...OF_THE_BOOK],
	},
	{
		method: "post",
		path: "/analytics/query",
		id: "queryAnalytics",
		tag: "Usage",
		summary: "Ask about usage",
		description:
			"Metrics by at most two dimensions and by time. What the hourly rollups know comes from them, for any period, and sums to the ledger; the rest is counted out of single generations, of at most 31 days.",
		who: "manager",
		query: analyticsForm,
		body: {
			name: "AnalyticsRequest",
			schema: analyticsRequest,
			example: {
				metrics: ["request_count", "total_usage"],
				dimensions: ["model"],
				granularity: "day",
				order_by: { field: "total_usage", direction: "desc" },
			},
		},
		answers: [{ description: "The rows.", schema: { name: "Analytics", schema: analyticsAnswer } }, CSV],
		errors: ["request_timeout", ...OF_THE_BOOK],
	},
	{
		method: "get",
		path: "/analytics/meta",
		id: "getAnalyticsMeta",
		tag: "Usage",
		summary: "What may be asked about usage",
		who: "manager",
		answers: [
			{
				description: "Metrics, dimensions, operators, granularities.",
				schema: { name: "AnalyticsMeta", schema: analyticsMeta },
			},
		],
	},
];
