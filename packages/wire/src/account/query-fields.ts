import * as z from "zod";

const DATE_OR_INSTANT = /^\d{4}-\d{2}-\d{2}(T.+)?$/;

/** A moment in a query, read as Unix milliseconds: a day (its beginning in UTC) or an instant. */
export const moment = z
	.string()
	.transform((text, context) => {
		const time = DATE_OR_INSTANT.test(text) ? Date.parse(text) : Number.NaN;
		if (!Number.isNaN(time)) return time;
		context.addIssue({
			code: "custom",
			message: "a date such as 2026-11-23 or an instant such as 2026-11-23T08:00:00Z",
		});
		return z.NEVER;
	})
	.meta({ description: "A day in UTC, meaning its beginning, or an instant.", examples: ["2026-11-23"] });

/** A whole number in a query. */
export const wholeNumber = (least: number, most: number) =>
	z
		.string()
		.regex(/^\d{1,9}$/, { error: "a whole number" })
		.transform(Number)
		.pipe(z.number().min(least).max(most))
		.meta({ type: "integer", minimum: least, maximum: most });

/** In which form a report is wanted. `Accept: text/csv` says the same. */
export const reportForm = z
	.enum(["json", "csv"])
	.meta({ description: "The form of the answer; `Accept: text/csv` asks for CSV, too." });
