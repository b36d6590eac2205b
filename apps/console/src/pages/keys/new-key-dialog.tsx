import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createKey, keysQuery } from "../../api/keys.ts";
import { projectsQuery } from "../../api/organization.ts";
import { useMay } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { SwitchField } from "../../ui/switch-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { KeyFields } from "./key-fields.tsx";
import { type KeyForm, NEW_KEY_FORM, problemsOf, settingsOf } from "./key-form.ts";
import { KeyOnce } from "./key-once.tsx";

/** Makes a key and shows its text, once: closing is then something one does on purpose. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
	const [made, setMade] = useState<{ readonly name: string; readonly key: string }>();
	if (made) {
		return (
			<Dialog open onClose={onClose} title={`${made.name} is ready`} insistent>
				<KeyOnce text={made.key} />
				<DialogActions>
					<Button onClick={onClose}>I have copied it</Button>
				</DialogActions>
			</Dialog>
		);
	}
	return (
		<Dialog open onClose={onClose} title="New key" description="Every bound is checked before the money is spent.">
			<NewKeyForm onCancel={onClose} onMade={setMade} />
		</Dialog>
	);
}

interface NewKeyFormProps {
	readonly onCancel: () => void;
	readonly onMade: (made: { readonly name: string; readonly key: string }) => void;
}

function NewKeyForm({ onCancel, onMade }: NewKeyFormProps) {
	const { data: projects = [] } = useQuery(projectsQuery);
	const [form, setForm] = useState(NEW_KEY_FORM);
	const [tried, setTried] = useState(false);
	const whole = { ...form, projectId: form.projectId || (projects[0]?.id ?? "") };
	const problems = problemsOf(whole);
	const change = (part: Partial<KeyForm>) => setForm((before) => ({ ...before, ...part }));
	const make = useAction({
		act: () => createKey(requestOf(whole)),
		changes: [keysQuery.queryKey, projectsQuery.queryKey],
		onDone: ({ key, data }) => onMade({ key, name: data.name }),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (Object.keys(problems).length === 0) make.run();
	};
	return (
		<form onSubmit={submit} noValidate>
			<KeyFields form={whole} onChange={change} problems={tried ? problems : {}} />
			<KindSwitches form={whole} onChange={change} />
			<FormProblem problem={make.problem} />
			<DialogActions>
				<Button kind="secondary" onClick={onCancel}>
					Cancel
				</Button>
				<Button type="submit" busy={make.busy}>
					Make the key
				</Button>
			</DialogActions>
		</form>
	);
}

function requestOf(form: KeyForm) {
	const { project_id, ...settings } = settingsOf(form);
	return {
		...settings,
		...(project_id !== "" && { project_id }),
		...(form.management && { management: true }),
		...(form.service && !form.management && { service: true }),
	};
}

interface KindSwitchesProps {
	readonly form: KeyForm;
	readonly onChange: (part: Partial<KeyForm>) => void;
}

/** Keys of other kinds than one's own, for who may make them. */
function KindSwitches({ form, onChange }: KindSwitchesProps) {
	const mayServe = useMay("all_keys:write");
	const mayManage = useMay("management_keys:write");
	if (!mayServe && !mayManage) return null;
	return (
		<div className="mt-5 flex flex-col gap-4 border-line border-t pt-5">
			{mayServe && !form.management && (
				<SwitchField
					label="A service's key"
					description="It belongs to nobody in particular, and outlives your membership."
					checked={form.service}
					onChange={(service) => onChange({ service })}
				/>
			)}
			{mayManage && (
				<SwitchField
					label="Management key"
					description="It manages keys, credits and reports over the API, and makes no calls."
					checked={form.management}
					onChange={(management) => onChange({ management })}
				/>
			)}
		</div>
	);
}
