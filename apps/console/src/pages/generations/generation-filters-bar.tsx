import { X } from "lucide-react";
import { RangePicker } from "../../time/range-picker.tsx";
import { readRange, writeRange } from "../../time/time-range.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { type GenerationsSearch, STATUSES } from "./generations-search.ts";

interface GenerationFiltersBarProps {
	readonly search: GenerationsSearch;
	readonly onChange: (part: GenerationsSearch) => void;
	readonly onClear: () => void;
}

const STATUS_CHOICES = [
	{ value: "any", label: "Ended in any way" },
	...STATUSES.map((status) => ({ value: status, label: status.replace(/^./, (letter) => letter.toUpperCase()) })),
];

const FIXED = [
	["model", "Model"],
	["key", "Key"],
	["project", "Project"],
	["provider", "Provider"],
] as const;

/** Which generations are shown. What a link from elsewhere asked for stands here to be lifted. */
export function GenerationFiltersBar({ search, onChange, onClear }: GenerationFiltersBarProps) {
	const fixed = FIXED.flatMap(([name, label]) => (search[name] ? [{ name, label, value: search[name] }] : []));
	return (
		<div className="mb-4 flex flex-wrap items-center gap-2">
			<RangePicker range={readRange(search.time)} onChange={(range) => onChange({ time: writeRange(range) })} />
			<SelectField
				label="Status"
				hideLabel
				value={search.status || "any"}
				choices={STATUS_CHOICES}
				onChange={(status) => onChange({ status: status === "any" ? "" : status })}
				className="w-full sm:w-48"
			/>
			{fixed.map(({ name, label, value }) => (
				<Button
					key={name}
					kind="secondary"
					onClick={() => onChange({ [name]: "" })}
					aria-label={`Lift the filter ${label} ${value}`}
				>
					<span className="max-w-64 truncate">
						<span className="text-faint">{label}:</span> {value}
					</span>
					<X className="size-4 text-faint" aria-hidden="true" />
				</Button>
			))}
			{(fixed.length > 1 || (fixed.length > 0 && search.status)) && (
				<Button kind="quiet" onClick={onClear}>
					Lift all
				</Button>
			)}
		</div>
	);
}
