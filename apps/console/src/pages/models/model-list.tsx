import { useWindowVirtualizer } from "@tanstack/react-virtual";
import type { ModelObject } from "@turnpike/catalog";
import { useLayoutEffect, useRef, useState } from "react";
import { COLUMNS } from "./columns.ts";
import { ModelRow } from "./model-row.tsx";
import { MOST_COMPARED } from "./most-compared.ts";

const ROW_PX = 68;
const CARD_PX = 118;
/** Rows kept ready beyond the window, so that Tab always finds the next one. */
const OVERSCAN = 8;

interface ModelListProps {
	readonly models: readonly ModelObject[];
	readonly compared: readonly string[];
	readonly onCompare: (ids: readonly string[]) => void;
}

/** Hundreds of models of which only those in the window are in the page; its height is that of all. */
export function ModelList({ models, compared, onCompare }: ModelListProps) {
	const list = useRef<HTMLUListElement>(null);
	const [top, setTop] = useState(0);
	useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
	const rows = useWindowVirtualizer({
		count: models.length,
		estimateSize: () => (matchMedia("(min-width: 40rem)").matches ? ROW_PX : CARD_PX),
		overscan: OVERSCAN,
		scrollMargin: top,
		getItemKey: (index) => models[index]?.id ?? index,
	});
	const toggle = (id: string) => (on: boolean) =>
		onCompare(on ? [...compared, id] : compared.filter((each) => each !== id));
	return (
		<>
			<ColumnHeads />
			<ul ref={list} className="relative" style={{ height: rows.getTotalSize() }}>
				{rows.getVirtualItems().map(({ key, index, start }) => {
					const model = models[index];
					if (!model) return null;
					const isCompared = compared.includes(model.id);
					return (
						<li
							key={key}
							ref={rows.measureElement}
							data-index={index}
							aria-setsize={models.length}
							aria-posinset={index + 1}
							className="absolute inset-x-0 top-0"
							style={{ transform: `translateY(${start - top}px)` }}
						>
							<ModelRow
								model={model}
								compared={isCompared}
								full={!isCompared && compared.length >= MOST_COMPARED}
								onCompare={toggle(model.id)}
							/>
						</li>
					);
				})}
			</ul>
		</>
	);
}

/** For the eye: each cell of a row says itself what it is. */
function ColumnHeads() {
	return (
		<div
			aria-hidden="true"
			className={`hidden border-line border-b px-3 pb-2 font-medium text-faint text-xs ${COLUMNS}`}
		>
			<span>Model</span>
			<span className="text-right">Context</span>
			<span className="text-right">Input $/M</span>
			<span className="text-right">Output $/M</span>
			<span className="text-right">Compare</span>
		</div>
	);
}
