import { classes } from "./classes.ts";

/** What floats above the page: menus and lists of choices. */
export const POPUP = classes(
	"rounded-lg border border-line bg-raised text-ink shadow-float outline-none",
	"origin-(--transform-origin) transition-[opacity,scale]",
	"data-starting-style:opacity-0 data-starting-style:scale-98 data-ending-style:opacity-0",
);

/** A line in it that can be chosen. */
export const ITEM = classes(
	"mx-1 flex cursor-default select-none items-center justify-between gap-3 rounded-md px-2.5 py-1.5 text-sm outline-none",
	"data-highlighted:bg-accent-soft data-highlighted:text-accent-ink data-disabled:opacity-50",
);
