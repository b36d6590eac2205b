import { isUnstorable, ReportTooLong } from "@turnpike/db";
import { TurnpikeError } from "@turnpike/wire";

/**
 * What the book says. That it cannot be read is our trouble, never the caller's mistake; that it took too long is a
 * question too large, and that it cannot take a text is the text's: the same again would be, too.
 *
 * @throws TurnpikeError `overloaded`, `request_timeout`, `invalid_value`.
 */
export async function fromBook<T>(report: Promise<T>): Promise<T> {
	try {
		return await report;
	} catch (cause) {
		// What was said on purpose inside stays as it was said.
		if (cause instanceof TurnpikeError) throw cause;
		if (cause instanceof ReportTooLong) {
			const message = "This report took too long. Ask for a shorter period, fewer dimensions, or with a filter.";
			throw new TurnpikeError("request_timeout", message, { shouldRetry: false, cause });
		}
		if (isUnstorable(cause)) {
			const message =
				"A text of this request has a character that cannot be kept: U+0000, or half of a surrogate pair.";
			throw new TurnpikeError("invalid_value", message, { cause });
		}
		const message = "The book cannot be read at the moment; try again shortly.";
		throw new TurnpikeError("overloaded", message, { retryAfterSeconds: 2, cause });
	}
}
