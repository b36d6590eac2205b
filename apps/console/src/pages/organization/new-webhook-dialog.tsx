import { useState } from "react";
import { addWebhook, alertsQuery } from "../../api/alerts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { WebhookSecret } from "./webhook-secret.tsx";

/** Adds a webhook and shows its secret, once. */
export function NewWebhookDialog({ onClose }: { readonly onClose: () => void }) {
	const [url, setUrl] = useState("");
	const [secret, setSecret] = useState<string>();
	const add = useAction({
		act: () => addWebhook(url.trim()),
		changes: [alertsQuery.queryKey],
		onDone: (answer) => setSecret(answer.secret),
	});
	if (secret !== undefined) return <WebhookSecret title="The webhook is ready" secret={secret} onClose={onClose} />;
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		add.run();
	};
	const problem = add.problemOf("url");
	return (
		<Dialog open onClose={onClose} title="Add a webhook">
			<form onSubmit={submit} noValidate>
				<TextField
					label="Address"
					type="url"
					placeholder="https://hooks.example.com/turnpike"
					value={url}
					onValueChange={setUrl}
					maxLength={2_048}
					problem={problem}
					description="Public, and https. Redirects are not followed."
					required
				/>
				<FormProblem problem={problem === undefined ? add.problem : undefined} />
				<DialogActions>
					<Button kind="secondary" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" busy={add.busy} disabled={url.trim() === ""}>
						Add the webhook
					</Button>
				</DialogActions>
			</form>
		</Dialog>
	);
}
