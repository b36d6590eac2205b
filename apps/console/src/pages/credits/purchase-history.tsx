import { useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { type Purchase, purchasesQuery } from "../../api/purchases.ts";
import { isSome, usdText } from "../../money/split-usd.ts";
import { Moment } from "../../time/moment.tsx";
import { momentText } from "../../time/time-text.ts";
import { Badge, SandboxBadge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { OlderButton } from "../../ui/older-button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";
import { PURCHASE_STATUS_WORDS } from "./purchase-status-words.ts";

/** Every purchase, with its receipt. */
export function PurchaseHistory() {
	const purchases = useInfiniteQuery(purchasesQuery);
	const rows = purchases.data?.pages.flatMap((page) => page.data) ?? [];
	return (
		<div>
			<Card title="Purchases" flush>
				{purchases.isError && rows.length === 0 ? (
					<ErrorState
						what="The purchases could not be loaded."
						error={purchases.error}
						onRetry={() => purchases.refetch()}
					/>
				) : purchases.data === undefined ? (
					<SkeletonRows rows={3} label="Loading the purchases" />
				) : rows.length === 0 ? (
					<EmptyState icon={ReceiptText} title="Nothing bought yet">
						Purchases, automatic ones too, appear here with their receipts.
					</EmptyState>
				) : (
					<PurchaseTable purchases={rows} />
				)}
			</Card>
			<OlderButton list={purchases} />
		</div>
	);
}

function PurchaseTable({ purchases }: { readonly purchases: readonly Purchase[] }) {
	return (
		<TableScroll label="Purchases">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Time</th>
						<th className={HEAD}>Status</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Credit</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>Fee</th>
						<th className={`${HEAD} ${NUMBER}`}>Total</th>
						<th className={HEAD}>Receipt</th>
					</tr>
				</thead>
				<tbody>
					{purchases.map((purchase) => (
						<Row key={purchase.id} purchase={purchase} />
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

function Row({ purchase }: { readonly purchase: Purchase }) {
	const [tone, word] = PURCHASE_STATUS_WORDS[purchase.status];
	return (
		<tr>
			<td className={CELL}>
				<Moment at={purchase.created_at} />
			</td>
			<td className={CELL}>
				<span className="flex flex-wrap items-center gap-1.5">
					<Badge tone={tone}>{word}</Badge>
					{purchase.kind === "auto_topup" && <Badge>automatic</Badge>}
					{purchase.sandbox && <SandboxBadge />}
				</span>
				<Remark purchase={purchase} />
			</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY}`}>{usdText(purchase.amount_usd)}</td>
			<td className={`${CELL} ${NUMBER} ${ROOMY} text-muted`}>{usdText(purchase.fee_usd)}</td>
			<td className={`${CELL} ${NUMBER}`}>
				{usdText(purchase.total_usd)}
				<span className="block text-muted text-xs sm:hidden">{usdText(purchase.fee_usd)} fee</span>
			</td>
			<td className={`${CELL} whitespace-nowrap`}>
				<Papers purchase={purchase} />
			</td>
		</tr>
	);
}

/** What else there is to know of it. */
function Remark({ purchase }: { readonly purchase: Purchase }) {
	const remarks = [
		purchase.failure,
		isSome(purchase.refunded_usd) && `${usdText(purchase.refunded_usd)} given back`,
		isSome(purchase.disputed_usd) && `${usdText(purchase.disputed_usd)} disputed`,
		isSome(purchase.debt_repaid_usd) && `${usdText(purchase.debt_repaid_usd)} of it repaid a debt`,
	].filter(Boolean);
	return remarks.length === 0 ? null : <span className="mt-1 block text-muted text-xs">{remarks.join("; ")}</span>;
}

const LINK = "text-accent-ink underline underline-offset-2";

function Papers({ purchase }: { readonly purchase: Purchase }) {
	const papers = [
		[purchase.status === "open" ? purchase.url : null, "Pay"],
		[purchase.receipt_url, "Receipt"],
		[purchase.invoice_pdf ?? purchase.invoice_url, "Invoice"],
	] as const;
	return (
		<span className="flex gap-x-3 max-sm:flex-col">
			{papers.map(
				([url, word]) =>
					url !== null && (
						<a key={word} href={url} className={LINK} aria-label={`${word} of ${momentText(purchase.created_at)}`}>
							{word}
						</a>
					),
			)}
		</span>
	);
}
