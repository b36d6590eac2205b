/**
 * How long the upstream asks to be left alone, in whole seconds rounded up: `retry-after-ms`, or `retry-after` in
 * seconds. A date (RFC 9110 section 10.2.3) cannot be read without a clock and counts as not sent.
 */
export function retryAfterSeconds(headers: Headers): number | undefined {
	const milliseconds = decimal(headers.get("retry-after-ms"));
	if (milliseconds !== undefined) return Math.ceil(milliseconds / 1000);
	const seconds = decimal(headers.get("retry-after"));
	return seconds === undefined ? undefined : Math.ceil(seconds);
}

function decimal(text: string | null): number | undefined {
	if (text === null || !/^\s*\d{1,9}(\.\d{1,9})?\s*$/.test(text)) return undefined;
	return Number(text);
}
