import type { GenerationRecordObject } from "@turnpike/wire/account";
import { perMillion } from "../../money/per-million.ts";
import { usdText } from "../../money/split-usd.ts";
import { Usd } from "../../money/usd.tsx";
import { dayText } from "../../time/time-text.ts";
import { Card } from "../../ui/card.tsx";
import { wholeCount } from "../../ui/count-text.ts";
import { CELL, HEAD, NUMBER, TABLE, TableScroll } from "../../ui/table.tsx";
import { classWords } from "./class-words.ts";

const ADJUSTMENTS = {
	rounding: "Rounded down to the nano-dollar, once",
	house: "Above what was set aside; ours to pay",
} as const;

/** How the cost comes about: units times price, class by class, and the one rounding. */
export function CostCard({ generation }: { readonly generation: GenerationRecordObject }) {
	return (
		<Card title="Cost" description={<PriceNote generation={generation} />} flush>
			<TableScroll label="Cost by class">
				<table className={TABLE}>
					<thead>
						<tr>
							<th className={HEAD}>Class</th>
							<th className={`${HEAD} ${NUMBER}`}>Units</th>
							<th className={`${HEAD} ${NUMBER}`}>Price / M</th>
							<th className={`${HEAD} ${NUMBER}`}>Amount</th>
						</tr>
					</thead>
					<tbody>
						{generation.cost_breakdown.map((line) => (
							<tr key={line.class}>
								<th scope="row" className={`${CELL} text-left font-normal`}>
									{classWords(line.class)}
								</th>
								<td className={`${CELL} ${NUMBER}`}>{wholeCount(line.units)}</td>
								<td className={`${CELL} ${NUMBER}`}>${perMillion(line.unit_price_usd) ?? "–"}</td>
								<td className={`${CELL} ${NUMBER}`}>{usdText(line.cost_usd)}</td>
							</tr>
						))}
						{generation.cost_adjustments.map(({ reason, amount_usd }) => (
							<tr key={reason}>
								<td className={`${CELL} text-muted`} colSpan={3}>
									{ADJUSTMENTS[reason]}
								</td>
								<td className={`${CELL} ${NUMBER} text-muted`}>{usdText(amount_usd)}</td>
							</tr>
						))}
						<tr>
							<th scope="row" className={`${CELL} text-left font-semibold`} colSpan={3}>
								Charged
							</th>
							<td className={`${CELL} ${NUMBER} font-semibold`}>
								<Usd value={generation.total_cost_usd} />
							</td>
						</tr>
					</tbody>
				</table>
			</TableScroll>
		</Card>
	);
}

function PriceNote({ generation }: { readonly generation: GenerationRecordObject }) {
	const { price_version, price_effective_from, price_above_prompt_tokens } = generation;
	return (
		<>
			Prices <code className="font-mono text-xs">{price_version}</code>
			{price_effective_from !== null && `, in force since ${dayText(price_effective_from)}`}
			{price_above_prompt_tokens !== null &&
				`, for prompts of more than ${wholeCount(price_above_prompt_tokens)} tokens`}
		</>
	);
}
