import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface PageProps {
	readonly title: string;
	readonly description?: ReactNode;
	/** What can be done here, beside the title. */
	readonly actions?: ReactNode;
	readonly children: ReactNode;
	/** A page to read or fill in, not one of tables. */
	readonly narrow?: boolean;
}

/** A page of the console: its title, what can be done there, what is there. */
export function Page({ title, description, actions, children, narrow = false }: PageProps) {
	return (
		<div className={classes("mx-auto w-full px-4 py-8 sm:px-6 sm:py-10", narrow ? "max-w-3xl" : "max-w-7xl")}>
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
