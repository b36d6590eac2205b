import { type Key, keysQuery, revokeKey } from "../../api/keys.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

/** Asks before a key is refused for ever. */
export function RevokeKeyDialog({ apiKey, onClose }: { readonly apiKey: Key; readonly onClose: () => void }) {
	const revoke = useAction({
		act: () => revokeKey(apiKey.hash),
		changes: [keysQuery.queryKey],
		onDone() {
			sayDone(`${apiKey.name} is revoked`);
			onClose();
		},
	});
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			title={`Revoke ${apiKey.name}?`}
			action="Revoke the key"
			busy={revoke.busy}
			problem={revoke.problem}
			onConfirm={() => revoke.run()}
		>
			Calls with it are refused within five seconds, for ever. Calls under way end as they began. What it spent stays in
			your usage.
		</ConfirmDialog>
	);
}
