import type { ReactNode } from "react";

export const TABLE = "w-full border-collapse text-sm";
export const HEAD =
	"whitespace-nowrap border-line border-b bg-sunken px-4 py-2 text-left font-medium text-faint text-xs first:sm:pl-5 last:sm:pr-5";
export const CELL = "border-line border-b px-4 py-3 first:sm:pl-5 last:sm:pr-5 [tr:last-child>&]:border-b-0";
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
