import { Link } from "@tanstack/react-router";
import type { ModelObject } from "@turnpike/catalog";
import { ChevronLeft } from "lucide-react";
import { SandboxBadge } from "../../ui/badge.tsx";
import { buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Price } from "../models/price.tsx";

interface ModelHeaderProps {
	readonly id: string;
	/** undefined while it is on its way. */
	readonly model: ModelObject | undefined;
}

/** The model's name, its id to copy, and what it costs at its cheapest. */
export function ModelHeader({ id, model }: ModelHeaderProps) {
	return (
		<header>
			<PageTitle title={model?.name ?? id} />
			<Link to="/models" className="-ml-1 inline-flex items-center gap-1 rounded text-muted text-sm hover:text-ink">
				<ChevronLeft className="size-4" aria-hidden="true" />
				Models
			</Link>
			<div className="mt-3 flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
				<div className="min-w-0">
					<h1 className="flex min-h-9 items-center gap-3 font-semibold text-2xl tracking-tight sm:text-3xl">
						{model?.name ?? <Skeleton className="h-7 w-64" />}
						{id.startsWith("sandbox/") && <SandboxBadge />}
					</h1>
					<div className="mt-1 flex items-center gap-1">
						<code className="break-all font-mono text-muted text-sm">{id}</code>
						<CopyButton text={id} label={`Copy the id ${id}`} />
					</div>
				</div>
				<div className="flex flex-wrap items-end gap-x-8 gap-y-4">
					<Figure name="Input / M tokens">{model && <Price perToken={model.pricing.prompt} />}</Figure>
					<Figure name="Output / M tokens">{model && <Price perToken={model.pricing.completion} />}</Figure>
					<Link to="/compare" search={{ models: id }} className={buttonClass("secondary")}>
						Compare
					</Link>
				</div>
			</div>
			{model && model.description !== "" && <p className="mt-4 max-w-3xl text-muted">{model.description}</p>}
		</header>
	);
}

function Figure({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
	return (
		<div className="flex flex-col-reverse">
			<span className="text-faint text-xs">{name}</span>
			<span className="h-8 min-w-20 font-semibold text-xl">{children ?? <Skeleton className="h-6 w-16" />}</span>
		</div>
	);
}
