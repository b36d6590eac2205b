import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface PageProps {
	readonly title: string;
	readonly description?: ReactNode;
	/** What can be done here, beside the title. */
	readonly actions?: ReactNode;
	readonly children: ReactNode;
	/** How wide it may get: one of tables, one with things beside each other, one to read or fill in. */
	readonly width?: "wide" | "medium" | "narrow";
}

const WIDTHS = { wide: "max-w-7xl", medium: "max-w-5xl", narrow: "max-w-3xl" };

/** A page of the console: its title, what can be done there, what is there. */
export function Page({ title, description, actions, children, width = "wide" }: PageProps) {
	return (
		<div className={classes("mx-auto w-full px-4 py-8 sm:px-6 sm:py-10", WIDTHS[width])}>
			<PageTitle title={title} />
			<header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
				<div className="min-w-0">
					<h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
					{description !== undefined && <p className="mt-1 max-w-2xl text-muted">{description}</p>}
				</div>
				{actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
			</header>
			{children}
		</div>
	);
}

/** The tab's own title. */
export function PageTitle({ title }: { readonly title: string }) {
	return <title>{`${title} · Turnpike`}</title>;
}
