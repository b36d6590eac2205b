import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
	type Budget,
	type BudgetReset,
	type BudgetScope,
	budgetsQuery,
	putBudget,
	RESET_WORDS,
	RESETS,
	SCOPES,
} from "../../api/budgets.ts";
import { membersQuery } from "../../api/members.ts";
import { projectsQuery } from "../../api/organization.ts";
import { useSession } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { SwitchField } from "../../ui/switch-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { SCOPE_WORDS, useScopeNames } from "./use-scope-names.ts";

/** A key's budget is its limit, and is set there. */
const OFFERED = SCOPES.filter((scope) => scope !== "key");
const AMOUNT = /^\d{1,10}(\.\d{1,9})?$/;

interface BudgetDialogProps {
	/** undefined: a new one. */
	readonly budget: Budget | undefined;
	readonly onClose: () => void;
}

/** Makes a budget, or changes one. */
export function BudgetDialog({ budget, onClose }: BudgetDialogProps) {
	const session = useSession();
	const nameOf = useScopeNames();
	const [scope, setScope] = useState<BudgetScope>(budget?.scope ?? "organisation");
	const [id, setId] = useState(budget?.scope_id ?? "");
	const [reset, setReset] = useState<BudgetReset>(budget?.reset ?? "monthly");
	const [limit, setLimit] = useState(budget?.limit_usd.replace(/\.?0+$/, "") ?? "");
	const [soft, setSoft] = useState(budget?.soft ?? false);
	const target = scope === "organisation" ? (session?.organization?.id ?? "") : id;
	const save = useAction({
		act: () => putBudget({ scope, id: target, reset }, limit.trim(), soft),
		changes: [budgetsQuery.queryKey],
		onDone({ in_force }) {
			sayDone(
				"The budget is set",
				in_force === false ? "In force everywhere within seconds." : "In force from now on.",
			);
			onClose();
		},
	});
	const ready = target !== "" && AMOUNT.test(limit.trim());
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		save.run();
	};
	return (
		<Dialog
			open
			onClose={onClose}
			title={budget ? `Budget of ${nameOf?.(budget.scope, budget.scope_id) ?? budget.scope_id}` : "New budget"}
		>
			<form onSubmit={submit} className="flex flex-col gap-4">
				{!budget && (
					<>
						<SelectField
							label="Of"
							value={scope}
							choices={OFFERED.map((each) => ({ value: each, label: SCOPE_WORDS[each] }))}
							onChange={(next) => {
								setScope(next);
								setId("");
							}}
						/>
						<ScopeTarget scope={scope} id={id} onChange={setId} />
					</>
				)}
				<div className="grid grid-cols-[1fr_10rem] gap-3">
					<TextField label="At most" prefix="$" inputMode="decimal" value={limit} onValueChange={setLimit} required />
					<SelectField
						label="Counted"
						value={reset}
						choices={RESETS.map((each) => ({ value: each, label: RESET_WORDS[each] }))}
						onChange={setReset}
						disabled={budget !== undefined}
						className="[&_select]:h-10"
					/>
				</div>
				<SwitchField
					label="Only warn"
					description="Calls go on when it is reached; you are told at 50, 80 and 100 %."
					checked={soft}
					onChange={setSoft}
				/>
				<FormProblem problem={save.problem} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={save.busy} disabled={!ready}>
						Set the budget
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
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
