import { type Budget, RESET_WORDS } from "../../api/budgets.ts";
import { SpentMeter } from "../../money/spent-meter.tsx";
import { isSome, usdText } from "../../money/split-usd.ts";
import { dayText } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ActionsHead, CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";

interface BudgetTableProps {
	readonly budgets: readonly Budget[];
	readonly nameOf: (scope: Budget["scope"], id: string) => string;
	readonly mayChange: boolean;
	readonly onChange: (budget: Budget) => void;
	readonly onEnd: (budget: Budget) => void;
}

/** A line for each budget, with how much of it is gone. */
export function BudgetTable({ budgets, nameOf, mayChange, onChange, onEnd }: BudgetTableProps) {
	return (
		<TableScroll label="Budgets">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Of</th>
						<th className={`${HEAD} ${NUMBER} ${ROOMY}`}>At most</th>
						<th className={HEAD}>Spent</th>
						<th className={`${HEAD} ${ROOMY}`}>Begins anew</th>
						<ActionsHead />
					</tr>
				</thead>
				<tbody>
					{budgets.map((budget) => {
						const name = nameOf(budget.scope, budget.scope_id);
						return (
							<tr key={budget.id}>
								<th scope="row" className={`${CELL} text-left font-medium`}>
									<span className="flex flex-wrap items-center gap-1.5">
										{name}
										{budget.soft && <Badge>only warns</Badge>}
									</span>
								</th>
								<td className={`${CELL} ${NUMBER} ${ROOMY}`}>
									{usdText(budget.limit_usd)} {RESET_WORDS[budget.reset]}
								</td>
								<td className={`${CELL} min-w-32 sm:min-w-44`}>
									<Spent budget={budget} />
								</td>
								<td className={`${CELL} ${ROOMY} tabular whitespace-nowrap text-muted`}>
									{budget.resets_at === null ? "never" : dayText(budget.resets_at)}
								</td>
								<td className={`${CELL} whitespace-nowrap text-right`}>
									{mayChange && (
										<span className="inline-flex gap-2 max-sm:flex-col">
											<Button
												kind="secondary"
												size="small"
												onClick={() => onChange(budget)}
												aria-label={`Change the budget of ${name}`}
											>
												Change
											</Button>
											<Button
												kind="secondary"
												size="small"
												onClick={() => onEnd(budget)}
												aria-label={`End the budget of ${name}`}
											>
												End
											</Button>
										</span>
									)}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</TableScroll>
	);
}

function Spent({ budget }: { readonly budget: Budget }) {
	return (
		<SpentMeter
			limitUsd={budget.limit_usd}
			remainingUsd={budget.remaining_usd}
			what="of the budget is spent or set aside"
		>
			<span>{usdText(budget.spent_usd)}</span>
			<span className="text-faint sm:hidden">
				of {usdText(budget.limit_usd)} {RESET_WORDS[budget.reset]}
			</span>
			{isSome(budget.reserved_usd) && <span className="text-faint">{usdText(budget.reserved_usd)} set aside</span>}
		</SpentMeter>
	);
}
