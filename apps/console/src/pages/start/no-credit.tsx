import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { creditsQuery } from "../../api/credits.ts";
import { isSome } from "../../money/split-usd.ts";
import { buttonClass } from "../../ui/button.tsx";

/** A call without credit is refused: said before it is sent. */
export function NoCredit() {
	const { data: credits } = useQuery(creditsQuery);
	if (!credits || isSome(credits.available_usd) || isSome(credits.reserved_usd)) return null;
	return (
		<div className="mt-2 flex flex-wrap items-center justify-between gap-3">
			<p className="text-sm text-warn">There is no credit yet, and a call without it is refused.</p>
			<Link to="/credits" className={buttonClass("secondary", "small")}>
				Buy credit
			</Link>
		</div>
	);
}
