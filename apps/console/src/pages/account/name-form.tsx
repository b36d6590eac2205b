import { useState } from "react";
import { changeName } from "../../api/auth.ts";
import { sessionQuery } from "../../api/session.ts";
import { Button } from "../../ui/button.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";

export function NameForm({ name }: { readonly name: string }) {
	const [text, setText] = useState(name);
	const save = useAction({
		act: changeName,
		changes: [sessionQuery.queryKey],
		onDone: () => sayDone("Your name is changed"),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		save.run(text.trim());
	};
	return (
		<form onSubmit={submit}>
			<div className="flex flex-wrap items-end gap-3">
				<TextField
					label="Name"
					autoComplete="name"
					value={text}
					onValueChange={setText}
					required
					maxLength={100}
					className="min-w-0 flex-1 basis-60"
				/>
				<Button type="submit" className="h-10" busy={save.busy} disabled={text.trim() === "" || text.trim() === name}>
					Save
				</Button>
			</div>
			<FormProblem problem={save.problem} />
		</form>
	);
}
