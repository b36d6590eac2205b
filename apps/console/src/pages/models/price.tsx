import { perMillion } from "../../money/per-million.ts";

/** A price per million tokens; one nobody knows is never shown as free. */
export function Price({ perToken }: { readonly perToken: string | undefined }) {
	const price = perMillion(perToken);
	if (price === undefined) {
		return (
			<span className="text-faint" title="No price is known: it cannot be called">
				unknown
			</span>
		);
	}
	return <span className="tabular">{price === "0.00" ? "free" : `$${price}`}</span>;
}
