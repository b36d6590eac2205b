import type { QueryKey } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog, DialogActions } from "./dialog.tsx";
import { FormProblem } from "./form-problem.tsx";
import { TextField } from "./text-field.tsx";
import { useAction } from "./use-action.ts";

interface NameDialogProps {
	readonly title: string;
	readonly description?: ReactNode;
	readonly label: string;
	/** As it is now. */
	readonly name: string;
	/** What the button does. */
	readonly action: string;
	readonly act: (name: string) => Promise<unknown>;
	readonly changes: readonly QueryKey[];
	readonly onDone?: (name: string) => void;
	readonly onClose: () => void;
}

/** Asks for a name, for something new or another one for something there is. */
export function NameDialog(props: NameDialogProps) {
	const { title, description, label, name, action, act, changes, onDone, onClose } = props;
	const [text, setText] = useState(name);
	const save = useAction({
		act: () => act(text.trim()),
		changes,
		onDone() {
			onDone?.(text.trim());
			onClose();
		},
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		save.run();
	};
	return (
		<Dialog open onClose={onClose} title={title} description={description}>
			<form onSubmit={submit}>
				<TextField label={label} value={text} onValueChange={setText} required maxLength={200} />
				<FormProblem problem={save.problem} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={save.busy} disabled={text.trim() === "" || text.trim() === name}>
						{action}
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
