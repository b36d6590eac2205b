import { useQuery } from "@tanstack/react-query";
import { Gauge, Plus } from "lucide-react";
import { useState } from "react";
import { type Budget, budgetsQuery } from "../../api/budgets.ts";
import { useMay } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { BudgetDialog } from "./budget-dialog.tsx";
import { BudgetTable } from "./budget-table.tsx";
import { EndBudgetDialog } from "./end-budget-dialog.tsx";
import { useScopeNames } from "./use-scope-names.ts";

type Open =
	| { readonly what: "put"; readonly budget: Budget | undefined }
	| { readonly what: "end"; readonly budget: Budget };

/** What may be spent at most, by whom and in which time. */
export function BudgetsTab() {
	const budgets = useQuery(budgetsQuery);
	const nameOf = useScopeNames();
	const may = useMay("organisation:write");
	const [open, setOpen] = useState<Open>();
	const close = () => setOpen(undefined);
	const add = may && (
		<Button onClick={() => setOpen({ what: "put", budget: undefined })}>
			<Plus className="size-4" aria-hidden="true" />
			New budget
		</Button>
	);
	return (
		<Card
			title="Budgets"
			description="Checked before the money is spent; a soft one only warns. Limits of keys stand here, too."
			action={add}
			flush
		>
			{budgets.isError && budgets.data === undefined ? (
				<ErrorState what="The budgets could not be loaded." error={budgets.error} onRetry={() => budgets.refetch()} />
			) : budgets.data === undefined || nameOf === undefined ? (
				<SkeletonRows rows={3} label="Loading the budgets" />
			) : budgets.data.length === 0 ? (
				<EmptyState icon={Gauge} title="No budget yet" action={add}>
					The balance is the only bound. Set one for the organisation, a project, a member, an end user or a tag.
				</EmptyState>
			) : (
				<BudgetTable
					budgets={budgets.data}
					nameOf={nameOf}
					mayChange={may}
					onChange={(budget) => setOpen({ what: "put", budget })}
					onEnd={(budget) => setOpen({ what: "end", budget })}
				/>
			)}
			{open?.what === "put" && <BudgetDialog budget={open.budget} onClose={close} />}
			{open?.what === "end" && <EndBudgetDialog budget={open.budget} onClose={close} />}
		</Card>
	);
}
