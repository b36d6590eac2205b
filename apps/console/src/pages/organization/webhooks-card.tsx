import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import type { Webhook } from "../../api/alerts.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { DeleteWebhookDialog } from "./delete-webhook-dialog.tsx";
import { NewWebhookDialog } from "./new-webhook-dialog.tsx";
import { RotateWebhookDialog } from "./rotate-webhook-dialog.tsx";
import { WebhookItem } from "./webhook-item.tsx";

type Open = { readonly what: "add" } | { readonly what: "rotate" | "delete"; readonly webhook: Webhook };

interface WebhooksCardProps {
	readonly webhooks: readonly Webhook[];
	readonly mayChange: boolean;
}

/** Where alerts are posted. */
export function WebhooksCard({ webhooks, mayChange }: WebhooksCardProps) {
	const [open, setOpen] = useState<Open>();
	const close = () => setOpen(undefined);
	const add = mayChange && (
		<Button onClick={() => setOpen({ what: "add" })}>
			<Plus className="size-4" aria-hidden="true" />
			Add a webhook
		</Button>
	);
	return (
		<Card
			title="Webhooks"
			description="Every alert is posted to each, signed as Standard Webhooks says, and tried for a day."
			action={webhooks.length > 0 && add}
			flush
		>
			{webhooks.length === 0 ? (
				<EmptyState icon={WebhookIcon} title="No webhook yet" action={add}>
					Alerts come by mail alone. Add an address, and your own programs hear of them, too.
				</EmptyState>
			) : (
				<ul aria-label="Webhooks" className="divide-y divide-line border-line border-t">
					{webhooks.map((webhook) => (
						<WebhookItem
							key={webhook.id}
							webhook={webhook}
							mayChange={mayChange}
							onRotate={() => setOpen({ what: "rotate", webhook })}
							onDelete={() => setOpen({ what: "delete", webhook })}
						/>
					))}
				</ul>
			)}
			{open?.what === "add" && <NewWebhookDialog onClose={close} />}
			{open?.what === "rotate" && <RotateWebhookDialog webhook={open.webhook} onClose={close} />}
			{open?.what === "delete" && <DeleteWebhookDialog webhook={open.webhook} onClose={close} />}
		</Card>
	);
}
