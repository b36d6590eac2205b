import { Link } from "@tanstack/react-router";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { CELL, HEAD, TABLE, TableScroll } from "../../ui/table.tsx";

export const INLINE_CODE =
	"rounded-md border border-line bg-sunken px-1 py-px font-mono text-[0.8125em] [overflow-wrap:anywhere]";

/** A word of code within a sentence. */
export function Code({ children }: { readonly children: ReactNode }) {
	return <code className={INLINE_CODE}>{children}</code>;
}

interface SectionProps {
	/** What the address names it by. */
	readonly id: string;
	readonly title: string;
	readonly children: ReactNode;
}

/** A part of a guide, with a place in the address. */
export function Section({ id, title, children }: SectionProps) {
	return (
		<section aria-labelledby={id} className="mt-10 flex scroll-mt-28 flex-col gap-4" id={`${id}-part`}>
			<h2 id={id} className="scroll-mt-28 font-semibold text-lg tracking-tight">
				<a href={`#${id}`} className="hover:underline">
					{title}
				</a>
			</h2>
			{children}
		</section>
	);
}

export function Text({ children }: { readonly children: ReactNode }) {
	return <p className="max-w-2xl text-muted leading-relaxed">{children}</p>;
}

export function Points({ children }: { readonly children: ReactNode }) {
	return (
		<ul className="flex max-w-2xl list-disc flex-col gap-2 pl-5 text-muted leading-relaxed marker:text-faint">
			{children}
		</ul>
	);
}

/** Something that is easily overlooked. */
export function Note({ children }: { readonly children: ReactNode }) {
	return (
		<aside className="flex max-w-2xl gap-3 rounded-xl border border-line bg-accent-soft px-4 py-3 text-accent-ink text-sm">
			<Info className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
			<div>{children}</div>
		</aside>
	);
}

interface FactsProps {
	readonly label: string;
	readonly heads: readonly string[];
	/** The first of each row names it. */
	readonly rows: readonly (readonly [name: string, ...cells: ReactNode[]])[];
}

/** A small table of names and what they are. */
export function Facts({ label, heads, rows }: FactsProps) {
	return (
		<div className="overflow-hidden rounded-xl border border-line bg-surface">
			<TableScroll label={label}>
				<table className={TABLE}>
					<thead>
						<tr>
							{heads.map((head) => (
								<th key={head} className={HEAD}>
									{head}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{rows.map(([name, ...cells]) => (
							<tr key={name}>
								<th scope="row" className={`${CELL} whitespace-nowrap text-left align-top font-medium`}>
									{name}
								</th>
								{cells.map((cell, index) => (
									<td key={heads[index + 1]} className={`${CELL} align-top text-muted`}>
										{cell}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</TableScroll>
		</div>
	);
}

const LINK_CLASS =
	"font-medium text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current";

/** To the catalog. */
export function ToModels({ children }: { readonly children: ReactNode }) {
	return (
		<Link to="/models" className={LINK_CLASS}>
			{children}
		</Link>
	);
}

/** To a route of the reference. */
export function ToRoute({ id, children }: { readonly id: string; readonly children: ReactNode }) {
	return (
		<Link to="/docs/reference/$operation" params={{ operation: id }} className={LINK_CLASS}>
			{children}
		</Link>
	);
}
