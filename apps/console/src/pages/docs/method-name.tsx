import type { Method } from "../../api/reference.ts";
import { classes } from "../../ui/classes.ts";

const COLOURS: Readonly<Record<Method, string>> = {
	get: "text-(--code-property)",
	post: "text-accent-ink",
	put: "text-warn",
	patch: "text-warn",
	delete: "text-danger",
};

const SHORT: Readonly<Partial<Record<Method, string>>> = { delete: "DEL" };

/** A method, by its own colour. */
export function MethodName({ method, className }: { readonly method: Method; readonly className?: string }) {
	return (
		<span className={classes("font-mono font-semibold text-[0.6875rem] uppercase", COLOURS[method], className)}>
			{SHORT[method] ?? method}
		</span>
	);
}
