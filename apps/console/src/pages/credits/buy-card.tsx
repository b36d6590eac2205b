import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { openCheckout } from "../../api/purchases.ts";
import { installationQuery } from "../../api/session.ts";
import { usdText } from "../../money/split-usd.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormProblem } from "../../ui/form-problem.tsx";
import { SwitchField } from "../../ui/switch-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAction } from "../../ui/use-action.ts";
import { amountProblem, feeOf } from "./fee-of.ts";

const AMOUNTS = ["10", "25", "50", "100"];

/** How much to buy, what it costs in all, and the way to where it is paid. */
export function BuyCard({ sandbox }: { readonly sandbox: boolean }) {
	const [amount, setAmount] = useState("25");
	const [saveCard, setSaveCard] = useState(false);
	// One wish, one purchase: another amount is another wish, and so is it with the card kept.
	const [attempt, setAttempt] = useState(() => crypto.randomUUID());
	const problem = amountProblem(amount);
	const anew = () => setAttempt(crypto.randomUUID());
	const change = (next: string) => {
		setAmount(next);
		anew();
	};
	const keepCard = (keep: boolean) => {
		setSaveCard(keep);
		anew();
	};
	const buy = useAction({
		act: () => openCheckout(amount.trim(), saveCard, attempt),
		changes: [],
		onDone: ({ url }) => url !== null && location.assign(url),
	});
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		if (problem === undefined) buy.run();
	};
	return (
		<Card title="Buy credit">
			<form onSubmit={submit} className="flex flex-col gap-4" noValidate>
				<ToggleGroup
					aria-label="Amount"
					value={[amount]}
					onValueChange={([next]) => next !== undefined && change(next)}
					className="grid grid-cols-4 gap-2"
				>
					{AMOUNTS.map((each) => (
						<Toggle
							key={each}
							value={each}
							className="tabular h-10 rounded-lg border border-line-strong bg-surface font-medium text-sm hover:border-muted data-pressed:border-accent data-pressed:bg-accent-soft data-pressed:text-accent-ink"
						>
							${each}
						</Toggle>
					))}
				</ToggleGroup>
				<TextField
					label="Amount in USD"
					prefix="$"
					inputMode="decimal"
					value={amount}
					onValueChange={change}
					problem={amount.trim() === "" ? undefined : problem}
				/>
				<SwitchField
					label="Keep the card"
					description="For automatic top-ups."
					checked={saveCard}
					onChange={keepCard}
				/>
				<Sum amount={problem === undefined ? amount.trim() : undefined} />
				<FormProblem problem={buy.problem} />
				<Button type="submit" size="large" busy={buy.busy} disabled={problem !== undefined}>
					{sandbox ? "Continue to sandbox payment" : "Continue to payment"}
				</Button>
			</form>
		</Card>
	);
}

/** What it costs in all. @param amount undefined: none that can be bought. */
function Sum({ amount }: { readonly amount: string | undefined }) {
	const { data: installation } = useQuery(installationQuery);
	const price = amount !== undefined && installation ? feeOf(amount, installation.platform_fee) : undefined;
	const line = (text: string | undefined) => (text === undefined ? "–" : usdText(text));
	return (
		<dl className="tabular grid grid-cols-[1fr_auto] gap-y-1.5 rounded-lg bg-sunken px-4 py-3 text-sm">
			<dt className="text-muted">Credit</dt>
			<dd className="text-right">{line(amount)}</dd>
			<dt className="text-muted">Platform fee</dt>
			<dd className="text-right">{line(price?.feeUsd)}</dd>
			<dt className="font-medium">You pay</dt>
			<dd className="text-right font-semibold">{line(price?.totalUsd)}</dd>
		</dl>
	);
}
