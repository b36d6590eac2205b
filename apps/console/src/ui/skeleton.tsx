import { classes } from "./classes.ts";

/** Holds the place of text that is on its way, in its size. */
export function Skeleton({ className }: { readonly className?: string }) {
	return <span className={classes("skeleton block h-4", className)} aria-hidden="true" />;
}

/** Rows that are on their way. */
export function SkeletonRows({ rows, label }: { readonly rows: number; readonly label: string }) {
	return (
		<div role="status" aria-label={label} className="divide-y divide-line">
			{Array.from({ length: rows }, (_, index) => `row ${index}`).map((row) => (
				<div key={row} className="flex h-14 items-center gap-6 px-4 sm:px-5">
					<Skeleton className="w-2/5" />
					<Skeleton className="ml-auto w-16" />
					<Skeleton className="hidden w-20 sm:block" />
				</div>
			))}
		</div>
	);
}
