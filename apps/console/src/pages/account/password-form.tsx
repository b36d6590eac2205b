import { useState } from "react";
import { changePassword } from "../../api/auth.ts";
import { sessionsQuery } from "../../api/sessions.ts";
import { Button } from "../../ui/button.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";
import { PasswordField } from "../auth/password-field.tsx";

export function PasswordForm() {
	const [current, setCurrent] = useState("");
	const [next, setNext] = useState("");
	const change = useAction({
		act: () => changePassword(current, next),
		changes: [sessionsQuery.queryKey],
		onDone() {
			setCurrent("");
			setNext("");
			sayDone("Your password is changed", "Every other browser is signed out.");
		},
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		change.run();
	};
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<PasswordField label="Current password" kind="current" value={current} onChange={setCurrent} />
			<PasswordField label="New password" kind="new" value={next} onChange={setNext} />
			<FormProblem problem={change.problem} />
			<Button type="submit" className="w-fit" busy={change.busy}>
				Change password
			</Button>
		</form>
	);
}
