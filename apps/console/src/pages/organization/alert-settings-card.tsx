import { useState } from "react";
import { type Alerts, alertsQuery, setAlerts } from "../../api/alerts.ts";
import { isAmount, typedUsd } from "../../money/split-usd.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { SwitchField } from "../../ui/switch-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";

interface AlertSettingsProps {
	readonly alerts: Alerts;
	readonly mayChange: boolean;
}

/** When a balance is low, and what is mailed. */
export function AlertSettingsCard({ alerts, mayChange }: AlertSettingsProps) {
	const [low, setLow] = useState(typedUsd(alerts.low_balance_usd ?? ""));
	const [mail, setMail] = useState(alerts.mail);
	const [tried, setTried] = useState(false);
	const amount = low.trim();
	const problem = amount === "" || isAmount(amount) ? undefined : "An amount such as 10 or 12.50, or nothing.";
	const save = useAction({
		act: () => setAlerts({ mail, low_balance_usd: amount === "" ? null : amount }),
		changes: [alertsQuery.queryKey],
		onDone: () => sayDone("The alerts are set"),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (problem === undefined) save.run();
	};
	return (
		<Card
			title="Alerts"
			description={
				mayChange
					? "What the organisation is told of its money, each thing once."
					: "What the organisation is told of its money. Your role may see this, and not change it."
			}
		>
			<form onSubmit={submit} noValidate className="flex flex-col gap-5">
				<TextField
					label="The balance is low below"
					prefix="$"
					inputMode="decimal"
					value={low}
					onValueChange={setLow}
					problem={tried ? problem : undefined}
					disabled={!mayChange}
					description="Told when the balance goes below it, and again after it was above. Empty: the balance is not watched."
					className="sm:max-w-sm"
				/>
				<SwitchField
					label="Tell by mail, too"
					description="Owners, those who see to the bills, and the organisation’s own address get it."
					checked={mail}
					onChange={setMail}
					disabled={!mayChange}
				/>
				<Kinds mail={alerts.mail} watched={alerts.low_balance_usd !== null} />
				{mayChange && (
					<div>
						<Button type="submit" busy={save.busy}>
							Save
						</Button>
						<FormProblem problem={save.problem} />
					</div>
				)}
			</form>
		</Card>
	);
}

interface KindsProps {
	readonly mail: boolean;
	readonly watched: boolean;
}

/** What is told, and whether by mail, as it is saved. Webhooks are told of all of it. */
function Kinds({ mail, watched }: KindsProps) {
	const bySwitch = mail ? <Badge tone="good">mailed</Badge> : <Badge>not mailed</Badge>;
	const always = <Badge tone="good">always mailed</Badge>;
	const kinds = [
		{ told: "The balance goes below the amount", how: watched ? bySwitch : <Badge>not watched</Badge> },
		{ told: "A budget crosses 50, 80, 100 % or a percentage of its own", how: bySwitch },
		{ told: "A key in use expires within a week", how: bySwitch },
		{ told: "An automatic top-up fails", how: always },
		{ told: "A payment is disputed and the account frozen, or that is over", how: always },
	];
	return (
		<ul aria-label="What is told" className="divide-y divide-line rounded-lg border border-line text-sm">
			{kinds.map(({ told, how }) => (
				<li key={told} className="flex items-center justify-between gap-4 px-3 py-2">
					{told}
					{how}
				</li>
			))}
		</ul>
	);
}
