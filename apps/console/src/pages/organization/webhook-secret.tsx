import { Button } from "../../ui/button.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";

interface WebhookSecretProps {
	readonly title: string;
	readonly secret: string;
	readonly onClose: () => void;
}

/** A webhook's secret, once: closing is something one does on purpose. */
export function WebhookSecret({ title, secret, onClose }: WebhookSecretProps) {
	return (
		<Dialog open onClose={onClose} title={title} insistent>
			<ShownOnce text={secret} label="Copy the secret">
				Copy it now: your receiver checks signatures with it, and it is not shown again.
			</ShownOnce>
			<DialogActions>
				<Button onClick={onClose}>I have copied it</Button>
			</DialogActions>
		</Dialog>
	);
}
