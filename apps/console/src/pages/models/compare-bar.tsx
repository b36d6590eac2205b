import { Link } from "@tanstack/react-router";
import type { ModelObject } from "@turnpike/catalog";
import { X } from "lucide-react";
import { Button, buttonClass } from "../../ui/button.tsx";
import { MOST_COMPARED } from "./most-compared.ts";

interface CompareBarProps {
	readonly compared: readonly string[];
	readonly models: readonly ModelObject[];
	readonly onChange: (ids: readonly string[]) => void;
}

/** The models chosen to be compared, and the way there. */
export function CompareBar({ compared, models, onChange }: CompareBarProps) {
	if (compared.length === 0) return null;
	const nameOf = (id: string) => models.find((model) => model.id === id)?.name ?? id;
	return (
		<section
			aria-label="Chosen to compare"
			className="sticky bottom-4 z-20 mt-6 flex flex-wrap items-center gap-3 rounded-xl border border-line bg-raised p-3 shadow-float"
		>
			<ul className="flex min-w-0 flex-1 flex-wrap gap-2">
				{compared.map((id) => (
					<li
						key={id}
						className="flex min-w-0 items-center gap-1 rounded-lg border border-line bg-sunken py-1 pr-1 pl-2.5 text-sm"
					>
						<span className="truncate">{nameOf(id)}</span>
						<button
							type="button"
							aria-label={`Do not compare ${nameOf(id)}`}
							onClick={() => onChange(compared.filter((each) => each !== id))}
							className="grid size-6 shrink-0 place-items-center rounded text-faint hover:text-ink"
						>
							<X className="size-3.5" aria-hidden="true" />
						</button>
					</li>
				))}
			</ul>
			<span className="tabular text-faint text-sm">
				{compared.length} of {MOST_COMPARED}
			</span>
			<Button kind="quiet" onClick={() => onChange([])}>
				Clear
			</Button>
			<Link to="/compare" search={{ models: compared.join(",") }} className={buttonClass("primary")}>
				Compare
			</Link>
		</section>
	);
}
