import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
	readonly icon: LucideIcon;
	readonly title: string;
	/** Why there is nothing, and how there would be something. */
	readonly children: ReactNode;
	readonly action?: ReactNode;
}

/** Stands where things will be. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
	return (
		<div className="flex flex-col items-center px-6 py-14 text-center">
			<span className="grid size-11 place-items-center rounded-xl bg-sunken text-faint">
				<Icon className="size-5.5" aria-hidden="true" />
			</span>
			<h3 className="mt-4 font-semibold">{title}</h3>
			<div className="mt-1 max-w-sm text-muted text-sm">{children}</div>
			{action !== undefined && <div className="mt-5">{action}</div>}
		</div>
	);
}
