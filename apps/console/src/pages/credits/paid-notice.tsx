import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { creditsQuery } from "../../api/credits.ts";
import { autoTopUpQuery, purchaseQuery, purchasesQuery } from "../../api/purchases.ts";
import { buttonClass } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { type Notice, noticeOf } from "./notice-of.ts";

/** After paying: the credit comes when the payment is confirmed, most often within a second. */
export function PaidNotice({ id }: { readonly id: string }) {
	const { data: purchase, isError } = useQuery(purchaseQuery(id));
	const { outcome, sentence } = noticeOf(purchase);
	const queries = useQueryClient();
	useEffect(() => {
		if (outcome === undefined) return;
		for (const { queryKey } of [creditsQuery, autoTopUpQuery, purchasesQuery])
			void queries.invalidateQueries({ queryKey });
	}, [outcome, queries]);
	if (isError) return null;
	return (
		<div
			role="status"
			className={classes(
				"mb-6 flex min-h-16 flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl border px-5 py-3",
				outcome === "bad" ? "border-danger bg-danger-soft text-danger" : "border-accent bg-accent-soft text-accent-ink",
			)}
		>
			<p className="flex items-center gap-3">
				<Sign outcome={outcome} />
				{sentence}
			</p>
			{purchase?.status === "paid" && (
				<Link to="/start" className={buttonClass("primary", "small")}>
					Make a call
				</Link>
			)}
		</div>
	);
}

function Sign({ outcome }: Pick<Notice, "outcome">) {
	if (outcome === undefined) return <Spinner />;
	const Icon = outcome === "good" ? CircleCheck : CircleAlert;
	return <Icon className="size-5 shrink-0" aria-hidden="true" />;
}
