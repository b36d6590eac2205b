import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
	ALWAYS_TOLD,
	type Budget,
	type BudgetScope,
	budgetsQuery,
	putBudget,
	RESET_WORDS,
	RESETS,
	SCOPES,
} from "../../api/budgets.ts";
import { membersQuery } from "../../api/members.ts";
import { projectsQuery } from "../../api/organization.ts";
import { isAmount } from "../../money/split-usd.ts";
import { useSession } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { SwitchField } from "../../ui/switch-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { type BudgetForm, formOf, NEW_BUDGET_FORM, termsOf } from "./budget-form.ts";
import { SCOPE_WORDS, useScopeNames } from "./use-scope-names.ts";

/** A key's budget is its limit, and is set there. */
const OFFERED = SCOPES.filter((scope) => scope !== "key");

interface BudgetDialogProps {
	/** undefined: a new one. */
	readonly budget: Budget | undefined;
	readonly onClose: () => void;
}

/** Makes a budget, or changes one. */
export function BudgetDialog({ budget, onClose }: BudgetDialogProps) {
	const session = useSession();
	const nameOf = useScopeNames();
	const [form, setForm] = useState(() => (budget ? formOf(budget) : NEW_BUDGET_FORM));
	const { scope, reset } = form;
	const id = scope === "organisation" ? (session?.organization?.id ?? "") : form.id;
	const save = useAction({
		act: () => putBudget({ scope, id, reset }, termsOf(form)),
		changes: [budgetsQuery.queryKey],
		onDone({ in_force }) {
			sayDone(
				"The budget is set",
				in_force === false ? "In force everywhere within seconds." : "In force from now on.",
			);
			onClose();
		},
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		save.run();
	};
	const title = budget ? `Budget of ${nameOf?.(budget.scope, budget.scope_id) ?? budget.scope_id}` : "New budget";
	return (
		<Dialog open onClose={onClose} title={title}>
			<form onSubmit={submit} className="flex flex-col gap-4">
				<BudgetFields form={form} isNew={!budget} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
				<FormProblem problem={save.problem} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={save.busy} disabled={id === "" || !isAmount(form.limit.trim())}>
						Set the budget
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}

interface BudgetFieldsProps {
	readonly form: BudgetForm;
	/** Only a new one can be of something else, or counted in another time. */
	readonly isNew: boolean;
	readonly onChange: (part: Partial<BudgetForm>) => void;
}

function BudgetFields({ form, isNew, onChange }: BudgetFieldsProps) {
	return (
		<>
			{isNew && (
				<>
					<SelectField
						label="Of"
						value={form.scope}
						choices={OFFERED.map((scope) => ({ value: scope, label: SCOPE_WORDS[scope] }))}
						onChange={(scope) => onChange({ scope, id: "" })}
					/>
					<ScopeTarget scope={form.scope} id={form.id} onChange={(id) => onChange({ id })} />
				</>
			)}
			<div className="grid grid-cols-[1fr_10rem] gap-3">
				<TextField
					label="At most"
					prefix="$"
					inputMode="decimal"
					value={form.limit}
					onValueChange={(limit) => onChange({ limit })}
					required
				/>
				<SelectField
					label="Counted"
					value={form.reset}
					choices={RESETS.map((reset) => ({ value: reset, label: RESET_WORDS[reset] }))}
					onChange={(reset) => onChange({ reset })}
					disabled={!isNew}
					className="[&_select]:h-10"
				/>
			</div>
			<SwitchField
				label="Only warn"
				description={`Calls go on when it is reached; you are told at ${toldAt(form)}.`}
				checked={form.soft}
				onChange={(soft) => onChange({ soft })}
			/>
		</>
	);
}

/** "50, 80 and 100 %" */
function toldAt({ thresholds }: BudgetForm): string {
	const percents = [...ALWAYS_TOLD, ...thresholds].toSorted((one, other) => one - other);
	return `${percents.slice(0, -1).join(", ")} and ${percents.at(-1)} %`;
}

interface ScopeTargetProps {
	readonly scope: BudgetScope;
	readonly id: string;
	readonly onChange: (id: string) => void;
}

/** Which one of them. */
function ScopeTarget({ scope, id, onChange }: ScopeTargetProps) {
	const { data: projects = [] } = useQuery(projectsQuery);
	const { data: members = [] } = useQuery(membersQuery);
	if (scope === "organisation") return null;
	if (scope === "project" || scope === "member") {
		const things = scope === "project" ? projects : members;
		const choices = [
			{ value: "", label: "Choose…" },
			...things.map((thing) => ({ value: thing.id, label: thing.name })),
		];
		return (
			<SelectField
				label={scope === "project" ? "Project" : "Member"}
				value={id}
				choices={choices}
				onChange={onChange}
			/>
		);
	}
	return (
		<TextField
			label={scope === "tag" ? "Tag" : "End user"}
			value={id}
			onValueChange={onChange}
			maxLength={256}
			description={scope === "tag" ? "As calls name it in x-turnpike-tags." : "As calls name them in `user`."}
			required
		/>
	);
}
