import { type ReactNode, useId } from "react";

interface PartProps {
	readonly title: string;
	readonly children: ReactNode;
}

/** A part of a route's page. */
export function Part({ title, children }: PartProps) {
	const id = useId();
	return (
		<section aria-labelledby={id}>
			<h2 id={id} className="mb-3 font-semibold text-base">
				{title}
			</h2>
			{children}
		</section>
	);
}
