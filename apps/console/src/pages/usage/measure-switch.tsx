import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { MEASURES, type Measure } from "./usage-series.ts";

const WORDS: Readonly<Record<Measure, string>> = { cost: "Cost", requests: "Requests", tokens: "Tokens" };

interface MeasureSwitchProps {
	readonly measure: Measure;
	readonly onChange: (measure: Measure) => void;
}

/** What the bars are as high as. */
export function MeasureSwitch({ measure, onChange }: MeasureSwitchProps) {
	return (
		<ToggleGroup
			aria-label="Measure"
			value={[measure]}
			onValueChange={([next]) => next !== undefined && onChange(next)}
			className="flex h-9 rounded-lg border border-line-strong bg-surface p-0.5"
		>
			{MEASURES.map((each) => (
				<Toggle
					key={each}
					value={each}
					className="rounded-md px-3 text-muted text-sm hover:text-ink data-pressed:bg-accent-soft data-pressed:font-medium data-pressed:text-accent-ink"
				>
					{WORDS[each]}
				</Toggle>
			))}
		</ToggleGroup>
	);
}
