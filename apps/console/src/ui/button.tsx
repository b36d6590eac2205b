import { Button as BaseButton } from "@base-ui/react/button";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

const KINDS: Readonly<Record<ButtonKind, string>> = {
	primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
	secondary: "bg-surface text-ink border-line hover:border-line-strong hover:bg-sunken shadow-card",
	quiet: "bg-transparent text-muted border-transparent hover:text-ink hover:bg-sunken",
	danger: "bg-danger text-on-danger border-transparent hover:opacity-90",
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
	small: "h-8 px-2.5 text-sm gap-1.5",
	medium: "h-9 px-3.5 text-sm gap-2",
	large: "h-11 px-5 text-base gap-2",
};

/** What a button looks like, for links that look like one. */
export function buttonClass(kind: ButtonKind = "primary", size: ButtonSize = "medium"): string {
	return classes(
		"relative inline-flex items-center justify-center rounded-lg border font-medium whitespace-nowrap select-none",
		"transition-colors data-disabled:opacity-50 data-disabled:pointer-events-none",
		KINDS[kind],
		SIZES[size],
	);
}

interface ButtonProps extends Omit<BaseButton.Props, "className"> {
	readonly kind?: ButtonKind;
	readonly size?: ButtonSize;
	/** Something is under way: the button keeps its size and its focus, and takes no second click. */
	readonly busy?: boolean;
	readonly className?: string;
	readonly children: ReactNode;
}

export function Button({ kind, size, busy = false, className, children, disabled, ...rest }: ButtonProps) {
	return (
		<BaseButton
			type="button"
			{...rest}
			disabled={disabled || busy}
			focusableWhenDisabled={busy}
			aria-busy={busy || undefined}
			className={classes(buttonClass(kind, size), className)}
		>
			<span className={classes("contents", busy && "invisible")}>{children}</span>
			{busy && (
				<span className="absolute inset-0 grid place-items-center">
					<Spinner />
				</span>
			)}
		</BaseButton>
	);
}
