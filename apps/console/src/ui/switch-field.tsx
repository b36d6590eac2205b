import { Switch } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

interface SwitchFieldProps {
	readonly label: string;
	readonly description?: ReactNode;
	readonly checked: boolean;
	readonly onChange: (checked: boolean) => void;
	readonly disabled?: boolean;
}

/** Something that is on or off from now on. */
export function SwitchField({ label, description, checked, onChange, disabled = false }: SwitchFieldProps) {
	const id = useId();
	return (
		<div className="flex items-start justify-between gap-4">
			<div>
				<label htmlFor={id} className="font-medium text-sm">
					{label}
				</label>
				{description !== undefined && <p className="text-muted text-sm">{description}</p>}
			</div>
			<Switch.Root id={id} checked={checked} onCheckedChange={onChange} disabled={disabled} className={TRACK}>
				<Switch.Thumb className="size-4.5 rounded-full bg-surface shadow-card transition-transform data-checked:translate-x-4.5" />
			</Switch.Root>
		</div>
	);
}

const TRACK = classes(
	"mt-0.5 flex h-6 w-10.5 shrink-0 items-center rounded-full border border-transparent bg-line-strong p-0.5 transition-colors",
	"data-checked:bg-accent data-disabled:opacity-50",
);
