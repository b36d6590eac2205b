import { Combobox } from "@base-ui/react/combobox";
import type { ModelObject } from "@turnpike/catalog";
import { Plus } from "lucide-react";
import { useMemo } from "react";
import { ITEM, POPUP } from "../../ui/popup.ts";
import { INPUT_CLASS } from "../../ui/text-field.tsx";
import { filterModels } from "../models/filter-models.ts";
import { filtersOf } from "../models/models-search.ts";

const MOST_SHOWN = 50;

interface AddModelProps {
	readonly models: readonly ModelObject[];
	/** Ids that stand there already. */
	readonly without: readonly string[];
	readonly disabled: boolean;
	readonly onAdd: (id: string) => void;
}

/** Finds one more model by its name. */
export function AddModel({ models, without, disabled, onAdd }: AddModelProps) {
	const offered = useMemo(() => models.filter(({ id }) => !without.includes(id)), [models, without]);
	return (
		<Combobox.Root<ModelObject>
			items={offered}
			value={null}
			onValueChange={(model) => model && onAdd(model.id)}
			itemToStringLabel={(model) => model.name}
			isItemEqualToValue={(one, other) => one.id === other.id}
			filter={(model, words) => filterModels([model], { ...filtersOf({}), words }).length > 0}
			limit={MOST_SHOWN}
			disabled={disabled}
			autoHighlight
		>
			<div className="relative w-full sm:w-72">
				<Plus
					className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-faint"
					aria-hidden="true"
				/>
				<Combobox.Input
					aria-label="Add a model"
					placeholder={disabled ? "No room for more" : "Add a model"}
					className={`${INPUT_CLASS} h-9 pl-9 text-sm`}
				/>
			</div>
			<Combobox.Portal>
				<Combobox.Positioner sideOffset={4} className="z-50 outline-none">
					<Combobox.Popup className={`${POPUP} w-(--anchor-width)`}>
						<Combobox.Empty className="px-3.5 text-muted text-sm not-empty:py-3">
							No model is called that.
						</Combobox.Empty>
						<Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto not-empty:py-1">
							{(model: ModelObject) => (
								<Combobox.Item key={model.id} value={model} className={ITEM}>
									<span className="min-w-0">
										<span className="block truncate">{model.name}</span>
										<span className="block truncate font-mono text-faint text-xs">{model.id}</span>
									</span>
								</Combobox.Item>
							)}
						</Combobox.List>
					</Combobox.Popup>
				</Combobox.Positioner>
			</Combobox.Portal>
		</Combobox.Root>
	);
}
