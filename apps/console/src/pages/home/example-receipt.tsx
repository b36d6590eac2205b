import { useQuery } from "@tanstack/react-query";
import { modelQuery } from "../../api/catalog.ts";
import { perMillion } from "../../money/per-million.ts";
import { usdText } from "../../money/split-usd.ts";
import { Usd } from "../../money/usd.tsx";
import { wholeCount } from "../../ui/count-text.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { exampleBill } from "./example-bill.ts";

export const EXAMPLE_MODEL = "anthropic/claude-sonnet-5-5";
const INPUT_TOKENS = 1_240;
const OUTPUT_TOKENS = 318;

/** What a call's receipt says, worked out at today's prices. */
export function ExampleReceipt() {
	const { data: model } = useQuery(modelQuery(EXAMPLE_MODEL));
	const bill =
		model &&
		exampleBill([
			["Input", INPUT_TOKENS, model.pricing.prompt],
			["Output", OUTPUT_TOKENS, model.pricing.completion],
		]);
	return (
		<figure className="rounded-xl border border-line border-dashed bg-surface p-4 text-sm">
			<figcaption className="flex justify-between gap-4 text-faint text-xs">
				<span>Example receipt</span>
				<code className="font-mono">{EXAMPLE_MODEL}</code>
			</figcaption>
			<dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5">
				{(bill?.lines ?? [waiting("Input", INPUT_TOKENS), waiting("Output", OUTPUT_TOKENS)]).map(
					({ name, units, unitPrice, amount }) => (
						<div key={name} className="contents">
							<dt className="text-muted">
								{name}{" "}
								<span className="tabular text-faint">
									{wholeCount(units)}
									{unitPrice !== "" && ` × $${perMillion(unitPrice)} / M`}
								</span>
							</dt>
							<dd className="text-right">{amount === "" ? <Skeleton className="my-0.5 w-20" /> : usdText(amount)}</dd>
						</div>
					),
				)}
				<div className="col-span-2 mt-1 flex justify-between gap-4 border-line border-t pt-2">
					<dt className="font-medium">You pay</dt>
					<dd className="font-semibold">{bill ? <Usd value={bill.total} /> : <Skeleton className="my-0.5 w-20" />}</dd>
				</div>
			</dl>
		</figure>
	);
}

/** A line that holds its place. */
function waiting(name: string, units: number) {
	return { name, units, unitPrice: "", amount: "" };
}
