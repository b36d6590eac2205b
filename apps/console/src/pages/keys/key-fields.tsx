import { useQuery } from "@tanstack/react-query";
import { projectsQuery } from "../../api/organization.ts";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { KeyForm, problemsOf } from "./key-form.ts";
import { ModelsField } from "./models-field.tsx";

const RESETS = [
	{ value: "daily", label: "each day" },
	{ value: "weekly", label: "each week" },
	{ value: "monthly", label: "each month" },
	{ value: "never", label: "in all" },
] as const;

interface KeyFieldsProps {
	readonly form: KeyForm;
	readonly onChange: (part: Partial<KeyForm>) => void;
	readonly problems: ReturnType<typeof problemsOf>;
}

/** What a key is called, where it belongs, and what bounds it. */
export function KeyFields({ form, onChange, problems }: KeyFieldsProps) {
	const { data: projects = [] } = useQuery(projectsQuery);
	return (
		<div className="flex flex-col gap-4">
			<TextField
				label="Name"
				value={form.name}
				onValueChange={(name) => onChange({ name })}
				problem={problems.name}
				placeholder="Production server"
				maxLength={200}
			/>
			{projects.length > 1 && (
				<SelectField
					label="Project"
					value={form.projectId}
					choices={projects.map(({ id, name }) => ({ value: id, label: name }))}
					onChange={(projectId) => onChange({ projectId })}
				/>
			)}
			<div className="grid grid-cols-[1fr_10rem] gap-3">
				<TextField
					label="Limit"
					prefix="$"
					inputMode="decimal"
					value={form.limit}
					onValueChange={(limit) => onChange({ limit })}
					problem={problems.limit}
					placeholder="none"
				/>
				<SelectField
					label="Counted"
					value={form.limitReset}
					choices={RESETS}
					onChange={(limitReset) => onChange({ limitReset })}
					disabled={form.limit.trim() === ""}
					className="[&_select]:h-10"
				/>
			</div>
			<ModelsField models={form.models} onChange={(models) => onChange({ models })} />
			<TextField
				label="Last day"
				type="date"
				value={form.expires}
				onValueChange={(expires) => onChange({ expires })}
				description="The key is good until this day ends, in UTC. Empty: for ever."
			/>
			<div className="grid grid-cols-2 gap-3">
				<TextField
					label="Calls a minute"
					inputMode="numeric"
					value={form.requestsPerMinute}
					onValueChange={(requestsPerMinute) => onChange({ requestsPerMinute })}
					problem={problems.requestsPerMinute}
					placeholder="no limit"
				/>
				<TextField
					label="At once"
					inputMode="numeric"
					value={form.maxConcurrent}
					onValueChange={(maxConcurrent) => onChange({ maxConcurrent })}
					problem={problems.maxConcurrent}
					placeholder="no limit"
				/>
			</div>
		</div>
	);
}
