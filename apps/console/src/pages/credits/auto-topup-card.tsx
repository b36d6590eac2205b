import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type AutoTopUp, autoTopUpQuery, forgetCard, setAutoTopUp } from "../../api/purchases.ts";
import { typedUsd, usdText } from "../../money/split-usd.ts";
import { momentText } from "../../time/time-text.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { sayDone } from "../../ui/messages.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { SwitchField } from "../../ui/switch-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { amountProblem } from "./fee-of.ts";

/** Buys by itself when the balance runs low. */
export function AutoTopUpCard() {
	const settings = useQuery(autoTopUpQuery);
	return (
		<Card title="Automatic top-up" description="Buys by itself when the balance runs low, so that no call is refused.">
			{settings.isError && settings.data === undefined ? (
				<ErrorState
					what="The settings could not be loaded."
					error={settings.error}
					onRetry={() => settings.refetch()}
				/>
			) : settings.data === undefined ? (
				<Skeleton className="h-24" />
			) : settings.data.card === null ? (
				<p className="min-h-24 text-muted text-sm">
					There is no saved card yet. Buy credit once with “Keep the card” on, and it can be switched on here.
				</p>
			) : (
				<TopUpForm key={String(settings.data.enabled)} settings={settings.data} cardLabel={settings.data.card.label} />
			)}
		</Card>
	);
}

interface TopUpFormProps {
	readonly settings: AutoTopUp;
	readonly cardLabel: string;
}

function TopUpForm({ settings, cardLabel }: TopUpFormProps) {
	const [enabled, setEnabled] = useState(settings.enabled);
	const [bounds, setBounds] = useState<Bounds>({
		threshold: typedUsd(settings.threshold_usd),
		amount: typedUsd(settings.amount_usd),
		most: typedUsd(settings.monthly_max_usd),
	});
	const save = useAction({
		act: () =>
			setAutoTopUp(
				enabled
					? {
							enabled,
							threshold_usd: bounds.threshold.trim(),
							amount_usd: bounds.amount.trim(),
							monthly_max_usd: bounds.most.trim(),
						}
					: { enabled },
			),
		changes: [autoTopUpQuery.queryKey],
		onDone: () => sayDone(enabled ? "Automatic top-up is on" : "Automatic top-up is off"),
	});
	const forget = useAction({
		act: forgetCard,
		changes: [autoTopUpQuery.queryKey],
		onDone: () => sayDone("The card is forgotten"),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		save.run();
	};
	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<SwitchField
				label="Top up by itself"
				description={`Paid with ${cardLabel}.`}
				checked={enabled}
				onChange={setEnabled}
			/>
			<Trouble settings={settings} />
			{enabled && <BoundsFields bounds={bounds} onChange={setBounds} thisMonth={settings.this_month_usd} />}
			<FormProblem problem={save.problem ?? forget.problem} />
			<div className="flex flex-wrap gap-2">
				<Button type="submit" kind="secondary" busy={save.busy}>
					Save
				</Button>
				<Button kind="quiet" busy={forget.busy} onClick={() => forget.run()}>
					Forget the card
				</Button>
			</div>
		</form>
	);
}

/** When it buys, how much, and where it ends: USD as typed. */
interface Bounds {
	readonly threshold: string;
	readonly amount: string;
	readonly most: string;
}

interface BoundsFieldsProps {
	readonly bounds: Bounds;
	readonly onChange: (bounds: Bounds) => void;
	/** What it has bought this month, USD. */
	readonly thisMonth: string;
}

function BoundsFields({ bounds, onChange, thisMonth }: BoundsFieldsProps) {
	const field = (name: keyof Bounds) => ({
		prefix: "$",
		inputMode: "decimal" as const,
		value: bounds[name],
		onValueChange: (text: string) => onChange({ ...bounds, [name]: text }),
		required: true,
	});
	return (
		<>
			<TextField label="When less is left than" {...field("threshold")} />
			<TextField label="Buy" {...field("amount")} problem={amountProblem(bounds.amount)} />
			<TextField
				label="At most in a month"
				{...field("most")}
				description={`${usdText(thisMonth)} so far this month.`}
			/>
		</>
	);
}

/** Why it does not buy, where it would. */
function Trouble({ settings }: { readonly settings: AutoTopUp }) {
	const { off_reason, paused_until } = settings;
	if (off_reason === null && paused_until === null) return null;
	return (
		<p className="rounded-lg border border-warn-line bg-warn-soft px-3 py-2 text-sm text-warn">
			{off_reason ?? `The last try failed; the next one is not before ${momentText(paused_until ?? "")}.`}
		</p>
	);
}
