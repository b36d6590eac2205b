import { ShownOnce } from "../../ui/shown-once.tsx";

/** A key's text, the one time it is shown. */
export function KeyOnce({ text }: { readonly text: string }) {
	return (
		<ShownOnce text={text} label="Copy the key">
			Copy it now: only its hash is kept, and nobody can show it again.
		</ShownOnce>
	);
}
