import { Field } from "@base-ui/react/field";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export const INPUT_CLASS = classes(
	"w-full rounded-lg border border-line-strong bg-surface px-3 text-ink placeholder:text-faint",
	"hover:border-muted data-invalid:border-danger disabled:opacity-60",
	"focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-focus",
);

interface TextFieldProps extends Omit<Field.Control.Props, "className"> {
	readonly label: string;
	readonly description?: ReactNode;
	/** What is wrong with the value; said to screen readers with the field. */
	readonly problem?: string | undefined;
	/** Shown within the field, before the text. */
	readonly prefix?: string;
	/** Within the field, behind the text: something to press. */
	readonly suffix?: ReactNode;
	readonly className?: string;
}

/** A labelled line of text. */
export function TextField({ label, description, problem, prefix, suffix, className, ...control }: TextFieldProps) {
	return (
		<Field.Root className={classes("flex flex-col gap-1.5", className)} invalid={problem !== undefined}>
			<Field.Label className="font-medium text-sm">{label}</Field.Label>
			<span className="relative block">
				{prefix !== undefined && (
					<span
						className="pointer-events-none absolute inset-y-0 left-0 grid w-8 place-items-center text-muted"
						aria-hidden="true"
					>
						{prefix}
					</span>
				)}
				<Field.Control
					{...control}
					className={classes(INPUT_CLASS, "h-10", prefix !== undefined && "pl-7", suffix !== undefined && "pr-11")}
				/>
				{suffix !== undefined && <span className="absolute inset-y-0 right-1 grid place-items-center">{suffix}</span>}
			</span>
			{problem !== undefined && (
				<Field.Error match className="text-danger text-sm">
					{problem}
				</Field.Error>
			)}
			{description !== undefined && <Field.Description className="text-muted text-sm">{description}</Field.Description>}
		</Field.Root>
	);
}
