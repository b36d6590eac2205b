import { useQuery } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { alertsQuery } from "../../api/alerts.ts";
import { useMay } from "../../session/use-session.ts";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { AlertSettingsCard } from "./alert-settings-card.tsx";
import { WebhooksCard } from "./webhooks-card.tsx";

/** What the organisation is told of its money, and where. */
export function AlertsTab() {
	// A webhook's address may be what lets somebody post to it: it is shown to whom the log of acts is.
	const mayRead = useMay("audit:read");
	if (mayRead) return <AlertsOfOrganisation />;
	return (
		<Card>
			<EmptyState icon={Lock} title="Owners and admins see to the alerts">
				Your role may neither see nor change what the organisation is told, as a webhook’s address may be a secret. Ask
				an owner or an admin.
			</EmptyState>
		</Card>
	);
}

function AlertsOfOrganisation() {
	const alerts = useQuery(alertsQuery);
	const mayChange = useMay("organisation:write");
	if (alerts.data === undefined) {
		return (
			<Card flush>
				{alerts.isError ? (
					<ErrorState what="The alerts could not be loaded." error={alerts.error} onRetry={() => alerts.refetch()} />
				) : (
					<SkeletonRows rows={4} label="Loading the alerts" />
				)}
			</Card>
		);
	}
	return (
		<div className="flex flex-col gap-4">
			<AlertSettingsCard alerts={alerts.data} mayChange={mayChange} />
			<WebhooksCard webhooks={alerts.data.webhooks} mayChange={mayChange} />
		</div>
	);
}
