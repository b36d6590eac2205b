import { Field } from "@base-ui/react/field";
import type { ReactNode } from "react";
import type { Operation, Parameter } from "../../../api/reference.ts";
import { classes } from "../../../ui/classes.ts";
import { SelectField } from "../../../ui/select-field.tsx";
import { INPUT_CLASS, TextField } from "../../../ui/text-field.tsx";
import { type Draft, isPublic, parametersIn } from "./draft.ts";
import { useKeyOfVisit } from "./key-of-visit.ts";

interface DraftFormProps {
	readonly operation: Operation;
	readonly draft: Draft;
	readonly onChange: (draft: Draft) => void;
}

/** What a call is put together from. */
export function DraftForm({ operation, draft, onChange }: DraftFormProps) {
	const [asked, optional] = partition(parametersIn(operation, "query"));
	const headers = parametersIn(operation, "header");
	const fields = (parameters: readonly Parameter[]) => (
		<ParameterFields parameters={parameters} draft={draft} onChange={onChange} />
	);
	return (
		<>
			{!isPublic(operation) && <KeyField />}
			{operation.roots.length > 1 && (
				<SelectField
					label="Root"
					value={draft.root}
					choices={operation.roots.map((root) => ({ value: root, label: `${root} · ${SPEAKS[root] ?? ""}` }))}
					onChange={(root) => onChange({ ...draft, root })}
				/>
			)}
			{fields([...parametersIn(operation, "path"), ...asked])}
			<More title="Query" count={optional.length}>
				{fields(optional)}
			</More>
			{draft.body !== undefined && <BodyField body={draft.body} onChange={(body) => onChange({ ...draft, body })} />}
			<More title="Headers" count={headers.length}>
				{fields(headers)}
			</More>
		</>
	);
}

/** Those that must be given, and the others. */
function partition(parameters: readonly Parameter[]): readonly [Parameter[], Parameter[]] {
	return [parameters.filter(({ required }) => required), parameters.filter(({ required }) => !required)];
}

const SPEAKS: Readonly<Record<string, string>> = {
	"/v1": "OpenAI's and Anthropic's shapes",
	"/api/v1": "OpenRouter's shapes",
};

function KeyField() {
	const [key, setKey] = useKeyOfVisit();
	return (
		<TextField
			label="Key"
			type="password"
			autoComplete="off"
			spellCheck={false}
			placeholder="tp_live_…"
			value={key}
			onChange={(event) => setKey(event.target.value)}
			description="Kept until this page is closed or reloaded, and sent to this server alone."
		/>
	);
}

interface ParameterFieldsProps {
	readonly parameters: readonly Parameter[];
	readonly draft: Draft;
	readonly onChange: (draft: Draft) => void;
}

function ParameterFields({ parameters, draft, onChange }: ParameterFieldsProps) {
	return parameters.map(({ name, required, example, schema }) => {
		const shown = example ?? schema.examples?.[0];
		const value = draft.values[name] ?? "";
		const set = (next: string) => onChange({ ...draft, values: { ...draft.values, [name]: next } });
		if (schema.enum) {
			const choices = [
				{ value: "", label: "–" },
				...schema.enum.map((each) => ({ value: String(each), label: String(each) })),
			];
			return <SelectField key={name} label={name} value={value} choices={choices} onChange={set} />;
		}
		return (
			<TextField
				key={name}
				label={name}
				required={required ?? false}
				autoComplete="off"
				spellCheck={false}
				placeholder={shown === undefined ? "" : String(shown)}
				value={value}
				onChange={(event) => set(event.target.value)}
			/>
		);
	});
}

interface MoreProps {
	readonly title: string;
	readonly count: number;
	readonly children: ReactNode;
}

/** What most calls leave out. */
function More({ title, count, children }: MoreProps) {
	if (count === 0) return null;
	return (
		<details className="rounded-lg border border-line">
			<summary className="px-3 py-2 font-medium text-sm">
				{title} <span className="font-normal text-faint">({count} optional)</span>
			</summary>
			<div className="flex flex-col gap-4 border-line border-t p-3">{children}</div>
		</details>
	);
}

function BodyField({ body, onChange }: { readonly body: string; readonly onChange: (body: string) => void }) {
	const lines = Math.min(Math.max(body.split("\n").length + 1, 6), 20);
	return (
		<Field.Root className="flex flex-col gap-1.5">
			<Field.Label className="font-medium text-sm">Body</Field.Label>
			<Field.Control
				render={<textarea rows={lines} spellCheck={false} onChange={(event) => onChange(event.target.value)} />}
				value={body}
				className={classes(INPUT_CLASS, "resize-y py-2 font-mono text-[0.8125rem] leading-6")}
			/>
		</Field.Root>
	);
}
