import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { classes } from "./classes.ts";
import { sayFailed } from "./messages.ts";

const SHOWN_MS = 1_500;

interface CopyButtonProps {
	readonly text: string;
	/** What is copied, for who cannot see it: "Copy the key". */
	readonly label: string;
	readonly className?: string;
}

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
	const [copied, setCopied] = useState(false);
	useEffect(() => {
		if (!copied) return;
		const timer = setTimeout(() => setCopied(false), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [copied]);
	const copy = () =>
		navigator.clipboard.writeText(text).then(
			() => setCopied(true),
			() => sayFailed("This browser did not allow copying", "Select the text and copy it yourself."),
		);
	return (
		<button
			type="button"
			onClick={copy}
			aria-label={label}
			className={classes(
				"inline-flex size-8 shrink-0 items-center justify-center rounded-md text-faint hover:bg-sunken hover:text-ink",
				className,
			)}
		>
			{copied ? (
				<Check className="size-4 text-accent" aria-hidden="true" />
			) : (
				<Copy className="size-4" aria-hidden="true" />
			)}
			<span role="status" className="sr-only">
				{copied ? "Copied" : ""}
			</span>
		</button>
	);
}
