import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

interface ShownOnceProps {
	readonly text: string;
	/** What is copied, for who cannot see it: "Copy the key". */
	readonly label: string;
	/** Why it is now or never. */
	readonly children: ReactNode;
}

/** A secret, the one time it is shown. */
export function ShownOnce({ text, label, children }: ShownOnceProps) {
	return (
		<div>
			<div className="flex items-center gap-2 rounded-xl border border-accent bg-accent-soft py-2 pr-2 pl-4">
				<code className="min-w-0 flex-1 select-all break-all font-mono text-accent-ink text-sm">{text}</code>
				<CopyButton text={text} label={label} />
			</div>
			<p className="mt-2 text-muted text-sm">{children}</p>
		</div>
	);
}
