import { getRouteApi } from "@tanstack/react-router";
import { useMay, useSession } from "../../session/use-session.ts";
import { SandboxBadge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { AutoTopUpCard } from "./auto-topup-card.tsx";
import { BalanceCard } from "./balance-card.tsx";
import { BuyCard } from "./buy-card.tsx";
import { PaidNotice } from "./paid-notice.tsx";
import { PurchaseHistory } from "./purchase-history.tsx";

const route = getRouteApi("/in/credits");

/** What there is to spend, how to have more, and what was bought. */
export function CreditsPage() {
	const { purchase } = route.useSearch();
	const session = useSession();
	const may = useMay("credits:write");
	const sandbox = session?.sandbox.payments ?? false;
	return (
		<Page
			title="Credits"
			description={
				sandbox
					? "Sandbox payments: no money moves, and the credit is worth nothing elsewhere."
					: "Prepaid, and spent at each provider’s own price."
			}
			actions={sandbox && <SandboxBadge />}
		>
			{session?.organization?.suspended && (
				<p role="alert" className="mb-6 rounded-xl border border-danger bg-danger-soft px-5 py-3 text-danger">
					The account is frozen while a payment is disputed: calls are refused until that is settled.
				</p>
			)}
			{purchase !== undefined && <PaidNotice id={purchase} />}
			<div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
				{/* Where all is one column, buying stands between what there is and what was bought. */}
				<div className="flex min-w-0 flex-col gap-6 max-lg:contents">
					<BalanceCard />
					<div className="max-lg:order-last">
						<PurchaseHistory />
					</div>
				</div>
				<div className="flex min-w-0 flex-col gap-6">
					{may && <BuyCard sandbox={sandbox} />}
					{may && <AutoTopUpCard />}
				</div>
			</div>
		</Page>
	);
}
