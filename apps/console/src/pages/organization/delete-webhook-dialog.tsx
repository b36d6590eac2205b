import { alertsQuery, deleteWebhook, type Webhook } from "../../api/alerts.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

/** Asks before nothing is posted to an address any more. */
export function DeleteWebhookDialog({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
	const remove = useAction({
		act: () => deleteWebhook(webhook.id),
		changes: [alertsQuery.queryKey],
		onDone() {
			sayDone("The webhook is deleted");
			onClose();
		},
	});
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			title="Delete this webhook?"
			action="Delete it"
			busy={remove.busy}
			problem={remove.problem}
			onConfirm={() => remove.run()}
		>
			<code className="break-all font-mono">{webhook.url}</code> gets nothing any more, not even what is on its way.
		</ConfirmDialog>
	);
}
