import * as z from "zod";
import { USAGE_CLASSES } from "../usage.ts";

/** USD as a JSON number, where peers have one. */
export const usdNumber = z
	.number()
	.meta({ description: "USD, as near as a number comes; the text beside it is exact." });

/** USD as decimal text with all nine places. */
export const usdText = z
	.string()
	.regex(/^-?\d+\.\d{9}$/)
	.meta({ description: "USD, exact to the nano-dollar.", examples: ["0.000012500"] });

export const count = z.int().min(0);
export const milliseconds = z.int().min(0).meta({ description: "Milliseconds." });

/** An instant in an answer: RFC 3339, UTC. */
export const instantText = z.iso.datetime().meta({ examples: ["2026-11-23T08:00:00.000Z"] });

export const generationStatus = z.enum(["completed", "aborted", "interrupted", "cut", "failed"]).meta({
	description:
		"How it ended: `completed`, `aborted` by its caller, `interrupted` by its provider, `cut` by Turnpike because its funds or its cost bound were reached, or `failed` because no provider began to answer, though one bills for trying.",
});

/** Counts by usage class: disjoint, no token in two of them; a class that is absent was not used. */
export const usageByClass = z.partialRecord(z.enum(USAGE_CLASSES), count).meta({
	description: "Units by usage class, disjoint: no token is in two of them. Absent: none.",
});

export const usageEvidence = z.enum(["provider", "lookup", "counted", "checkpoint", "none"]).meta({
	description:
		"Whose word the tokens are: the `provider`'s, with its answer or from its records afterwards (`lookup`); ours, `counted` as they passed, or as far as a `checkpoint` when our server was lost; or `none`: nothing is known, so nothing is charged.",
});
