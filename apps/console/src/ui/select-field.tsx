import { Select } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { classes } from "./classes.ts";
import { ITEM, POPUP } from "./popup.ts";

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
	readonly className?: string;
	readonly disabled?: boolean;
}

/** One of a few. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
	const { label, hideLabel = false, value, choices, onChange, className, disabled = false } = props;
	return (
		<div className={classes("flex flex-col gap-1.5", className)}>
			<Select.Root<Value>
				items={choices}
				value={value}
				onValueChange={(next) => next !== null && onChange(next)}
				disabled={disabled}
			>
				<Select.Label className={hideLabel ? "sr-only" : "font-medium text-sm"}>{label}</Select.Label>
				<Select.Trigger className={TRIGGER}>
					<Select.Value className="truncate" />
					<Select.Icon className="text-faint">
						<ChevronsUpDown className="size-4" aria-hidden="true" />
					</Select.Icon>
				</Select.Trigger>
				<Select.Portal>
					<Select.Positioner className="z-50 outline-none" sideOffset={4} alignItemWithTrigger={false}>
						<Select.Popup className={classes(POPUP, "min-w-(--anchor-width)")}>
							<Select.List className="max-h-(--available-height) overflow-y-auto py-1">
								{choices.map((choice) => (
									<Select.Item key={choice.value} value={choice.value} className={ITEM}>
										<Select.ItemText className="truncate">{choice.label}</Select.ItemText>
										<Select.ItemIndicator className="text-accent">
											<Check className="size-4" aria-hidden="true" />
										</Select.ItemIndicator>
									</Select.Item>
								))}
							</Select.List>
						</Select.Popup>
					</Select.Positioner>
				</Select.Portal>
			</Select.Root>
		</div>
	);
}

const TRIGGER = classes(
	"flex h-9 w-full items-center justify-between gap-2 rounded-lg border border-line-strong bg-surface px-3 text-sm",
	"hover:border-muted data-popup-open:border-muted data-disabled:opacity-60",
);
