import { Checkbox } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

interface CheckFieldProps {
	readonly label: ReactNode;
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
	readonly disabled?: boolean;
	/** How many there are of what is checked. */
	readonly count?: number;
}

/** A choice that is made or not, beside its words. */
export function CheckField({ label, checked, onChange, disabled = false, count }: CheckFieldProps) {
	const id = useId();
	return (
		<div className="flex min-h-8 items-center gap-2.5 text-sm">
			<Checkbox.Root id={id} checked={checked} onCheckedChange={onChange} disabled={disabled} className={BOX}>
				<Checkbox.Indicator className="text-on-accent">
					<Check className="size-3.5" strokeWidth={3} aria-hidden="true" />
				</Checkbox.Indicator>
			</Checkbox.Root>
			<label htmlFor={id} className="flex min-w-0 flex-1 items-center justify-between gap-2">
				<span className="truncate">{label}</span>
				{count !== undefined && <span className="tabular text-faint text-xs">{count}</span>}
			</label>
		</div>
	);
}

const BOX = classes(
	"grid size-4.5 shrink-0 place-items-center rounded border border-line-strong bg-surface hover:border-muted",
	"data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50",
);
