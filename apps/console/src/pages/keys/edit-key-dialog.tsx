import { useState } from "react";
import { changeKey, type Key, keysQuery } from "../../api/keys.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";
import { KeyFields } from "./key-fields.tsx";
import { changesOf, formOf, problemsOf } from "./key-form.ts";

/** Changes what a key is called and may. */
export function EditKeyDialog({ apiKey, onClose }: { readonly apiKey: Key; readonly onClose: () => void }) {
	const [form, setForm] = useState(() => formOf(apiKey));
	const [tried, setTried] = useState(false);
	const problems = problemsOf(form);
	const save = useAction({
		act: () => changeKey(apiKey.hash, changesOf(apiKey, form)),
		changes: [keysQuery.queryKey],
		onDone() {
			sayDone(`${form.name.trim()} is changed`, "Within five seconds, everywhere.");
			onClose();
		},
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (Object.keys(problems).length === 0) save.run();
	};
	return (
		<Dialog open onClose={onClose} title={`Edit ${apiKey.name}`}>
			<form onSubmit={submit} noValidate>
				<KeyFields
					form={form}
					onChange={(part) => setForm((before) => ({ ...before, ...part }))}
					problems={tried ? problems : {}}
				/>
				<FormProblem problem={save.problem} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={save.busy}>
						Save
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
