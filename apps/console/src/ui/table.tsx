import type { ReactNode } from "react";

export const TABLE = "w-full border-collapse text-sm";
export const HEAD =
	"whitespace-nowrap border-line border-b bg-sunken px-2 py-2 sm:px-4 max-sm:first:pl-4 max-sm:last:pr-4 text-left font-medium text-faint text-xs first:sm:pl-5 last:sm:pr-5";
export const CELL =
	"border-line border-b px-2 py-3 sm:px-4 max-sm:first:pl-4 max-sm:last:pr-4 first:sm:pl-5 last:sm:pr-5 [tr:last-child>&]:border-b-0";
/** For what a phone has no room for; it is a tap away. */
export const ROOMY = "max-sm:hidden";
/** Digits under digits. */
export const NUMBER = "tabular whitespace-nowrap text-right";

/** A table that may be wider than its place: it scrolls, by keyboard too. */
export function TableScroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
	return (
		<section
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
			tabIndex={0}
			className="relative overflow-x-auto rounded-b-xl focus-visible:-outline-offset-2"
		>
			{children}
		</section>
	);
}

/** Above the buttons of each line: a name for who cannot see them. */
export function ActionsHead() {
	return (
		<th className={HEAD}>
			<span className="sr-only">Actions</span>
		</th>
	);
}
