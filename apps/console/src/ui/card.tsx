import type { ReactNode } from "react";
import { classes } from "./classes.ts";

interface CardProps {
	readonly title?: string;
	readonly description?: ReactNode;
	/** Beside the title. */
	readonly action?: ReactNode;
	readonly children: ReactNode;
	/** What is in it reaches its edges: a table. */
	readonly flush?: boolean;
	readonly className?: string;
}

/** One thing on a page, with its title. */
export function Card({ title, description, action, children, flush = false, className }: CardProps) {
	return (
		<section
			className={classes("rounded-xl border border-line bg-surface shadow-card", flush && "overflow-hidden", className)}
		>
			{title !== undefined && (
				<header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-5 sm:pt-5">
					<div>
						<h2 className="font-semibold text-base">{title}</h2>
						{description !== undefined && <p className="text-muted text-sm">{description}</p>}
					</div>
					{action}
				</header>
			)}
			<div className={flush ? classes(title !== undefined && "mt-4") : "p-4 sm:p-5"}>{children}</div>
		</section>
	);
}
