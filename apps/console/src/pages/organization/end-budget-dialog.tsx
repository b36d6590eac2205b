import { type Budget, budgetsQuery, endBudget } from "../../api/budgets.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

/** Asks before a budget bounds nothing any more. */
export function EndBudgetDialog({ budget, onClose }: { readonly budget: Budget; readonly onClose: () => void }) {
	const end = useAction({
		act: () => endBudget({ scope: budget.scope, id: budget.scope_id, reset: budget.reset }),
		changes: [budgetsQuery.queryKey],
		onDone() {
			sayDone("The budget is ended");
			onClose();
		},
	});
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			title="End this budget?"
			action="End it"
			busy={end.busy}
			problem={end.problem}
			onConfirm={() => end.run()}
		>
			It bounds nothing from then on; the other budgets, and the balance, still do.
		</ConfirmDialog>
	);
}
