import { momentText } from "./time-text.ts";

/** A moment where the reader is, in one line, or the day above the clock where there is no room. */
export function Moment({ at }: { readonly at: string }) {
	const [day, clock] = momentText(at).split(", ");
	return (
		<time dateTime={at} className="tabular max-sm:text-xs sm:whitespace-nowrap">
			<span className="whitespace-nowrap">{clock === undefined ? day : `${day},`}</span>{" "}
			<span className="whitespace-nowrap">{clock}</span>
		</time>
	);
}
