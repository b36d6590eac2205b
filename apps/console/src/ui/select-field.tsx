import { Field } from "@base-ui/react/field";
import { ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export interface Choice<Value extends string> {
	readonly value: Value;
	readonly label: string;
}

interface SelectFieldProps<Value extends string> {
	readonly label: string;
	/** The label is for screen readers alone: what is chosen says it to everybody else. */
	readonly hideLabel?: boolean;
	readonly value: Value;
	readonly choices: readonly Choice<Value>[];
	readonly onChange: (value: Value) => void;
	readonly description?: ReactNode;
	readonly className?: string;
	readonly disabled?: boolean;
}

/** One of a few. The browser's own list: every phone and screen reader has its best one, and it weighs nothing. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
	const { label, hideLabel = false, value, choices, onChange, description, className, disabled = false } = props;
	const choose = (text: string) => {
		const chosen = choices.find((choice) => choice.value === text);
		if (chosen) onChange(chosen.value);
	};
	return (
		<Field.Root className={classes("flex flex-col gap-1.5", className)} disabled={disabled}>
			<Field.Label className={hideLabel ? "sr-only" : "font-medium text-sm"}>{label}</Field.Label>
			<span className="relative block">
				<Field.Control
					render={<select onChange={(event) => choose(event.target.value)} />}
					value={value}
					className={SELECT}
				>
					{choices.map((choice) => (
						<option key={choice.value} value={choice.value} className="bg-surface text-ink">
							{choice.label}
						</option>
					))}
				</Field.Control>
				<ChevronsUpDown
					className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-faint"
					aria-hidden="true"
				/>
			</span>
			{description !== undefined && <Field.Description className="text-muted text-sm">{description}</Field.Description>}
		</Field.Root>
	);
}

const SELECT = classes(
	"h-9 w-full cursor-pointer appearance-none truncate rounded-lg border border-line-strong bg-surface pr-9 pl-3 text-sm",
	"hover:border-muted disabled:opacity-60",
);
