import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { creditsQuery } from "../api/credits.ts";
import { splitUsd } from "../money/split-usd.ts";

/** What is left to spend, in whole cents, and the way to more. */
export function BalanceLink({ sandbox }: { readonly sandbox: boolean }) {
	const { data: credits } = useQuery(creditsQuery);
	const { sign, cents } = splitUsd(credits?.spendable_usd ?? "0");
	return (
		<Link
			to="/credits"
			className="flex h-9 min-w-20 items-center justify-center gap-2 rounded-lg border border-line px-2.5 text-sm hover:bg-sunken"
		>
			{sandbox && <span className="sandbox-stripes size-2.5 rounded-xs" title="Sandbox credit" />}
			<span className="tabular font-medium">
				<span className="sr-only">{sandbox ? "Sandbox credit left: " : "Credit left: "}</span>
				{credits ? `${sign}$${cents}` : ""}
			</span>
		</Link>
	);
}
