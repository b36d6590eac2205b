import type { ReactNode } from "react";
import { PageTitle } from "../../ui/page.tsx";

interface AuthCardProps {
	readonly title: string;
	readonly description?: ReactNode;
	readonly children?: ReactNode;
	/** Below: the other way. */
	readonly footer?: ReactNode;
}

/** One small thing to do before one is in. */
export function AuthCard({ title, description, children, footer }: AuthCardProps) {
	return (
		<div className="mx-auto w-full max-w-md px-4 py-12 sm:py-20">
			<PageTitle title={title} />
			<div className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8">
				<h1 className="font-semibold text-xl tracking-tight">{title}</h1>
				{description !== undefined && <div className="mt-1.5 text-muted text-sm">{description}</div>}
				{children !== undefined && <div className="mt-6">{children}</div>}
			</div>
			{footer !== undefined && <p className="mt-6 text-center text-muted text-sm">{footer}</p>}
		</div>
	);
}

export const TEXT_LINK = "text-accent-ink underline underline-offset-2 hover:no-underline";
