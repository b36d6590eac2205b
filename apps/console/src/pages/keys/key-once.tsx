import { CopyButton } from "../../ui/copy-button.tsx";

/** A key's text, the one time it is shown. */
export function KeyOnce({ text }: { readonly text: string }) {
	return (
		<div>
			<div className="flex items-center gap-2 rounded-xl border border-accent bg-accent-soft py-2 pr-2 pl-4">
				<code className="min-w-0 flex-1 select-all break-all font-mono text-accent-ink text-sm">{text}</code>
				<CopyButton text={text} label="Copy the key" />
			</div>
			<p className="mt-2 text-muted text-sm">Copy it now: only its hash is kept, and nobody can show it again.</p>
		</div>
	);
}
