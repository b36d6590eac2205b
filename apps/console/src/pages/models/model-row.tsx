import { Checkbox } from "@base-ui/react/checkbox";
import { Link } from "@tanstack/react-router";
import type { ModelObject } from "@turnpike/catalog";
import { Check } from "lucide-react";
import { SandboxBadge } from "../../ui/badge.tsx";
import { countText } from "../../ui/count-text.ts";
import { Abilities } from "./abilities.tsx";
import { COLUMNS } from "./columns.ts";
import { Price } from "./price.tsx";

interface ModelRowProps {
	readonly model: ModelObject;
	readonly compared: boolean;
	/** No more can be compared. */
	readonly full: boolean;
	readonly onCompare: (on: boolean) => void;
}

/** One model in the list: the whole row leads to its page, but for the box that compares it. */
export function ModelRow({ model, compared, full, onCompare }: ModelRowProps) {
	const [author = "", name = ""] = model.id.split("/");
	return (
		<div className={`relative border-line border-b px-3 py-3 hover:bg-sunken ${COLUMNS}`}>
			<div className="min-w-0 pr-10 sm:pr-0">
				<div className="flex items-center gap-2">
					<Link
						to="/models/$author/$name"
						params={{ author, name }}
						className="truncate font-medium after:absolute after:inset-0 hover:text-accent-ink"
					>
						{model.name}
					</Link>
					{author === "sandbox" && <SandboxBadge />}
				</div>
				<div className="mt-0.5 flex items-center gap-3">
					<span className="truncate font-mono text-faint text-xs">{model.id}</span>
					<Abilities model={model} />
				</div>
			</div>
			<dl className="mt-2 flex gap-6 text-sm sm:contents">
				<Fact name="Context">{countText(model.context_length)}</Fact>
				<Fact name="Input per million">
					<Price perToken={model.pricing.prompt} />
				</Fact>
				<Fact name="Output per million">
					<Price perToken={model.pricing.completion} />
				</Fact>
			</dl>
			<div className="absolute top-3 right-3 sm:static sm:justify-self-end">
				<Checkbox.Root
					checked={compared}
					onCheckedChange={onCompare}
					disabled={full}
					aria-label={`Compare ${model.name}`}
					className="relative grid size-6 place-items-center rounded border border-line-strong bg-surface hover:border-muted data-checked:border-accent data-checked:bg-accent data-disabled:opacity-40"
				>
					<Checkbox.Indicator className="text-on-accent">
						<Check className="size-4" strokeWidth={3} aria-hidden="true" />
					</Checkbox.Indicator>
				</Checkbox.Root>
			</div>
		</div>
	);
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
	return (
		<div className="sm:text-right">
			<dt className="text-faint text-xs sm:sr-only">{name}</dt>
			<dd className="tabular">{children}</dd>
		</div>
	);
}
