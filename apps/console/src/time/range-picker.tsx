import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { FormProblem } from "../ui/form-problem.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import {
	type Interval,
	intervalOf,
	isDay,
	type NamedRange,
	RANGE_WORDS,
	RANGES,
	type TimeRange,
} from "./time-range.ts";
import { dayText } from "./time-text.ts";

interface RangePickerProps {
	readonly range: TimeRange;
	readonly onChange: (range: TimeRange) => void;
}

const OTHER = "other";

/** How much of the past to show: a named part, or days of one's own. */
export function RangePicker({ range, onChange }: RangePickerProps) {
	const [asking, setAsking] = useState(false);
	const own = range.kind === "days" ? `${dayText(range.first)} to ${dayText(range.last)}` : "Other days…";
	const choices: { value: NamedRange | "other"; label: string }[] = [
		...RANGES.map((name) => ({ value: name, label: RANGE_WORDS[name] })),
		{ value: OTHER, label: own },
	];
	return (
		<>
			<SelectField
				label="Time"
				hideLabel
				value={range.kind === "named" ? range.name : OTHER}
				choices={choices}
				onChange={(value) => (value === OTHER ? setAsking(true) : onChange({ kind: "named", name: value }))}
				className="w-full sm:w-60"
			/>
			{range.kind === "days" && (
				<Button kind="secondary" onClick={() => setAsking(true)}>
					Change days
				</Button>
			)}
			<Dialog
				open={asking}
				onClose={() => setAsking(false)}
				title="Days to show"
				description="Whole days in UTC, both of them included."
			>
				<DaysForm
					initial={intervalOf(range, Date.now())}
					onSubmit={(days) => {
						setAsking(false);
						onChange(days);
					}}
				/>
			</Dialog>
		</>
	);
}

function DaysForm({
	initial,
	onSubmit,
}: {
	readonly initial: Interval;
	readonly onSubmit: (range: TimeRange) => void;
}) {
	const [first, setFirst] = useState(isoDay(initial.from));
	const [last, setLast] = useState(isoDay(initial.to - 1));
	const [problem, setProblem] = useState<string>();
	const submit = (event: React.FormEvent) => {
		event.preventDefault();
		if (!isDay(first) || !isDay(last)) setProblem("Choose two days.");
		else if (first > last) setProblem("The first day comes after the last one.");
		else onSubmit({ kind: "days", first, last });
	};
	return (
		<form onSubmit={submit} noValidate>
			<div className="grid grid-cols-2 gap-3">
				<TextField label="First day" type="date" value={first} onValueChange={setFirst} />
				<TextField label="Last day" type="date" value={last} onValueChange={setLast} />
			</div>
			<FormProblem problem={problem} />
			<DialogActions>
				<Button type="submit">Show</Button>
			</DialogActions>
		</form>
	);
}

function isoDay(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
