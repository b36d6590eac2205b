import { Link } from "@tanstack/react-router";
import type { ModelObject } from "@turnpike/catalog";
import { Check, Minus, X } from "lucide-react";
import { Badge, SandboxBadge } from "../../ui/badge.tsx";
import { countText } from "../../ui/count-text.ts";
import { CELL, TABLE, TableScroll } from "../../ui/table.tsx";
import { Price } from "../models/price.tsx";
import { bestOf, COMPARISON_ROWS, type ComparisonRow } from "./comparison-rows.ts";

interface ComparisonTableProps {
	readonly models: readonly ModelObject[];
	readonly onRemove: (id: string) => void;
}

/** A column for each model. */
export function ComparisonTable({ models, onRemove }: ComparisonTableProps) {
	return (
		<TableScroll label="Comparison">
			<table className={`${TABLE} table-fixed`}>
				<colgroup>
					<col className="w-28 sm:w-36" />
					{models.map(({ id }) => (
						<col key={id} className="w-44" />
					))}
				</colgroup>
				<thead>
					<tr>
						<td className={`${CELL} sticky left-0 z-10 bg-surface`} />
						{models.map((model) => (
							<ModelHead key={model.id} model={model} onRemove={() => onRemove(model.id)} />
						))}
					</tr>
				</thead>
				<tbody>
					{COMPARISON_ROWS.map((row) => (
						<Row key={row.name} row={row} models={models} />
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

function ModelHead({ model, onRemove }: { readonly model: ModelObject; readonly onRemove: () => void }) {
	const [author = "", name = ""] = model.id.split("/");
	return (
		<th scope="col" className={`${CELL} text-left align-top font-normal`}>
			<span className="flex items-start justify-between gap-2">
				<span className="min-w-0">
					<Link to="/models/$author/$name" params={{ author, name }} className="font-semibold hover:text-accent-ink">
						{model.name}
					</Link>
					<span className="mt-0.5 block break-all font-mono text-faint text-xs">{model.id}</span>
					{author === "sandbox" && (
						<span className="mt-1 block">
							<SandboxBadge />
						</span>
					)}
				</span>
				<button
					type="button"
					onClick={onRemove}
					aria-label={`Remove ${model.name}`}
					className="-m-1 shrink-0 rounded p-1 text-faint hover:bg-sunken hover:text-ink"
				>
					<X className="size-4" aria-hidden="true" />
				</button>
			</span>
		</th>
	);
}

function Row({ row, models }: { readonly row: ComparisonRow; readonly models: readonly ModelObject[] }) {
	const best = bestOf(row, models);
	return (
		<tr>
			<th scope="row" className={`${CELL} sticky left-0 z-10 bg-surface text-left font-normal text-muted`}>
				{row.name}
			</th>
			{models.map((model) => (
				<td key={model.id} className={`${CELL} tabular`}>
					<span className="flex flex-wrap items-center gap-2">
						<Value row={row} model={model} />
						{best.has(model) && <Badge tone="good">{row.best === "least" ? "lowest" : "most"}</Badge>}
					</span>
				</td>
			))}
		</tr>
	);
}

function Value({ row, model }: { readonly row: ComparisonRow; readonly model: ModelObject }) {
	const value = row.of(model);
	if (value === null || value === undefined) return <span className="text-faint">–</span>;
	if (typeof value === "number") return countText(value);
	if (row.kind === "price") return <Price perToken={String(value)} />;
	if (typeof value === "string") return value;
	return value ? (
		<>
			<Check className="size-4 text-accent" aria-hidden="true" />
			<span className="sr-only">yes</span>
		</>
	) : (
		<>
			<Minus className="size-4 text-faint" aria-hidden="true" />
			<span className="sr-only">no</span>
		</>
	);
}
