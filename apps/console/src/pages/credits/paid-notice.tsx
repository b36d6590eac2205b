import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useEffect } from "react";
import { creditsQuery } from "../../api/credits.ts";
import { autoTopUpQuery, type Purchase, purchaseQuery, purchasesQuery } from "../../api/purchases.ts";
import { usdText } from "../../money/split-usd.ts";
import { buttonClass } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Spinner } from "../../ui/spinner.tsx";

/** After paying: the credit comes when the payment is confirmed, most often within a second. */
export function PaidNotice({ id }: { readonly id: string }) {
	const { data: purchase, isError } = useQuery(purchaseQuery(id));
	const status = purchase?.status;
	const queries = useQueryClient();
	useEffect(() => {
		if (status === undefined || status === "open" || status === "processing") return;
		for (const { queryKey } of [creditsQuery, autoTopUpQuery, purchasesQuery])
			void queries.invalidateQueries({ queryKey });
	}, [status, queries]);
	if (isError) return null;
	const isBad = status === "failed" || status === "expired";
	return (
		<div
			role="status"
			className={classes(
				"mb-6 flex min-h-16 flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-xl border px-5 py-3",
				isBad ? "border-danger bg-danger-soft text-danger" : "border-accent bg-accent-soft text-accent-ink",
			)}
		>
			<p className="flex items-center gap-3">
				<Sign status={status} />
				{sentenceOf(purchase)}
			</p>
			{status === "paid" && (
				<Link to="/start" className={buttonClass("primary", "small")}>
					Make a call
				</Link>
			)}
		</div>
	);
}

function Sign({ status }: { readonly status: Purchase["status"] | undefined }) {
	if (status === "paid") return <CircleCheck className="size-5 shrink-0" aria-hidden="true" />;
	if (status === "failed" || status === "expired")
		return <CircleAlert className="size-5 shrink-0" aria-hidden="true" />;
	return <Spinner />;
}

function sentenceOf(purchase: Purchase | undefined): string {
	if (purchase === undefined || purchase.status === "open") {
		return "The payment is being confirmed; the credit comes with it.";
	}
	switch (purchase.status) {
		case "processing":
			return "The payment is on its way; the credit comes when it has arrived.";
		case "failed":
			return purchase.failure ?? "The payment failed; nothing was taken.";
		case "expired":
			return "The payment was given up; nothing was taken.";
		default:
			return `${usdText(purchase.amount_usd)} of ${purchase.sandbox ? "sandbox " : ""}credit is yours.`;
	}
}
