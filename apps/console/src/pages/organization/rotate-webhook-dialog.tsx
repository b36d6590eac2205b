import { useState } from "react";
import { alertsQuery, rotateWebhook, type Webhook } from "../../api/alerts.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { useAction } from "../../ui/use-action.ts";
import { WebhookSecret } from "./webhook-secret.tsx";

/** Gives a webhook another secret and shows it, once. */
export function RotateWebhookDialog({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
	const [secret, setSecret] = useState<string>();
	const rotate = useAction({
		act: () => rotateWebhook(webhook.id),
		changes: [alertsQuery.queryKey],
		onDone: (answer) => setSecret(answer.secret),
	});
	if (secret !== undefined) return <WebhookSecret title="The new secret" secret={secret} onClose={onClose} />;
	return (
		<Dialog open onClose={onClose} title="Make a new secret?">
			<p className="text-muted text-sm">
				For a day messages are signed under both secrets, the present one and the new one. Give your receiver the new
				one within that time.
			</p>
			{webhook.previous_secret_until !== null && (
				<p className="mt-2 text-muted text-sm">The one before the present one ends now.</p>
			)}
			<FormProblem problem={rotate.problem} />
			<DialogActions>
				<Button kind="secondary" onClick={onClose}>
					Cancel
				</Button>
				<Button busy={rotate.busy} onClick={() => rotate.run()}>
					Make it
				</Button>
			</DialogActions>
		</Dialog>
	);
}
