import { useState } from "react";
import { alertsQuery, sendTest, switchWebhook, type TestOutcome, type Webhook } from "../../api/alerts.ts";
import { momentText } from "../../time/time-text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { sayDone } from "../../ui/messages.ts";
import { useAction } from "../../ui/use-action.ts";

interface WebhookItemProps {
	readonly webhook: Webhook;
	readonly mayChange: boolean;
	readonly onRotate: () => void;
	readonly onDelete: () => void;
}

/** A webhook: how it does, and what can be done with it. */
export function WebhookItem({ webhook, mayChange, onRotate, onDelete }: WebhookItemProps) {
	return (
		<li className="flex flex-col gap-3 px-4 py-4 sm:px-5">
			<div>
				<p className="flex flex-wrap items-center gap-x-2 gap-y-1">
					<code className="min-w-0 break-all font-mono text-sm">{webhook.url}</code>
					<State webhook={webhook} />
				</p>
				<ul className="mt-1 text-muted text-sm">
					{factsOf(webhook).map((fact) => (
						<li key={fact}>{fact}</li>
					))}
				</ul>
			</div>
			{mayChange && <Actions webhook={webhook} onRotate={onRotate} onDelete={onDelete} />}
		</li>
	);
}

function State({ webhook: { enabled, disabled_reason, failing_since } }: { readonly webhook: Webhook }) {
	if (!enabled) return disabled_reason === null ? <Badge>off</Badge> : <Badge tone="bad">switched off</Badge>;
	return failing_since === null ? <Badge tone="good">on</Badge> : <Badge tone="warn">failing</Badge>;
}

/** Sentences on how it does. */
function factsOf(webhook: Webhook): readonly string[] {
	const { disabled_reason, failing_since, last_trouble, last_delivered_at, waiting, previous_secret_until } = webhook;
	const facts: string[] = [];
	if (disabled_reason !== null) facts.push(`Switched off as nothing arrived for a day: ${disabled_reason}.`);
	else if (failing_since !== null) {
		facts.push(
			`Nothing has arrived since ${momentText(failing_since)}${last_trouble === null ? "" : `: ${last_trouble}`}.`,
		);
	}
	facts.push(
		last_delivered_at === null ? "Nothing has arrived yet." : `Last arrived ${momentText(last_delivered_at)}.`,
	);
	if (waiting > 0) facts.push(waiting === 1 ? "One alert is on its way." : `${waiting} alerts are on their way.`);
	if (previous_secret_until !== null) {
		facts.push(`Signed under the secret before, too, until ${momentText(previous_secret_until)}.`);
	}
	return facts;
}

type ActionsProps = Pick<WebhookItemProps, "webhook" | "onRotate" | "onDelete">;

function Actions({ webhook: { id, url, enabled }, onRotate, onDelete }: ActionsProps) {
	const [outcome, setOutcome] = useState<TestOutcome>();
	const test = useAction({ act: () => sendTest(id), changes: [alertsQuery.queryKey], onDone: setOutcome });
	const toggle = useAction({
		act: () => switchWebhook(id, !enabled),
		changes: [alertsQuery.queryKey],
		onDone: () =>
			sayDone(enabled ? "The webhook is off" : "The webhook is on", enabled ? "What is on its way waits." : undefined),
		failure: "The webhook could not be changed",
	});
	const small = { kind: "secondary", size: "small" } as const;
	const sendOne = () => {
		setOutcome(undefined);
		test.run();
	};
	return (
		<div>
			<div className="flex flex-wrap gap-2">
				<Button {...small} busy={test.busy} onClick={sendOne} aria-label={`Send a test to ${url}`}>
					Send a test
				</Button>
				<Button
					{...small}
					busy={toggle.busy}
					onClick={() => toggle.run()}
					aria-label={`Switch ${enabled ? "off" : "on"} ${url}`}
				>
					Switch {enabled ? "off" : "on"}
				</Button>
				<Button {...small} onClick={onRotate} aria-label={`New secret for ${url}`}>
					New secret
				</Button>
				<Button {...small} onClick={onDelete} aria-label={`Delete ${url}`}>
					Delete
				</Button>
			</div>
			<p role="status" className="text-sm">
				<Outcome busy={test.busy} outcome={outcome} problem={test.problem} />
			</p>
		</div>
	);
}

interface OutcomeProps {
	readonly busy: boolean;
	readonly outcome: TestOutcome | undefined;
	/** Why no test was sent. */
	readonly problem: string | undefined;
}

function Outcome({ busy, outcome, problem }: OutcomeProps) {
	if (busy) return <span className="mt-2 block text-muted">The test is on its way…</span>;
	if (problem !== undefined) return <span className="mt-2 block text-danger">{problem}</span>;
	if (outcome === undefined) return null;
	switch (outcome.kind) {
		case "arrived":
			return <span className="mt-2 block text-accent-ink">The test arrived.</span>;
		case "waiting":
			return <span className="mt-2 block text-muted">The test is still on its way: look again in a moment.</span>;
		case "failed":
			return (
				<span className="mt-2 block text-danger">
					The test did not arrive{outcome.trouble === null ? "" : `: ${outcome.trouble}`}.
				</span>
			);
	}
}
