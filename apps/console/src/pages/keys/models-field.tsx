import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef } from "react";
import { modelsQuery } from "../../api/catalog.ts";
import { classes } from "../../ui/classes.ts";
import { ITEM, POPUP } from "../../ui/popup.ts";

const MOST_SHOWN = 50;

interface ModelsFieldProps {
	readonly models: readonly string[];
	readonly onChange: (models: readonly string[]) => void;
}

/** Which models a key may call: some of them, or all of an author's; none chosen is all. */
export function ModelsField({ models, onChange }: ModelsFieldProps) {
	const id = useId();
	const { data: known = [] } = useQuery(modelsQuery);
	const offered = useMemo(() => {
		const authors = [...new Set(known.map(({ owned_by }) => owned_by))].sort();
		return [...authors.map((author) => `${author}/*`), ...known.map(({ id }) => id)];
	}, [known]);
	// Escape closes the list, and shall not throw away what was chosen from it.
	const choose = (next: readonly string[], { reason }: Combobox.Root.ChangeEventDetails) =>
		reason !== "escape-key" && onChange(next);
	// Nor shall it close the dialog around it while the list fades: a choice closes the list, and who meant the list by
	// Escape would lose the form.
	const listed = useRef(false);
	const keepEscape = (event: KeyboardEvent) => event.key === "Escape" && listed.current && event.stopPropagation();
	return (
		<Combobox.Root
			items={offered}
			multiple
			value={[...models]}
			onValueChange={choose}
			onOpenChange={(open) => {
				listed.current ||= open;
			}}
			onOpenChangeComplete={(open) => {
				listed.current = open;
			}}
			limit={MOST_SHOWN}
		>
			<div className="flex flex-col gap-1.5">
				<label htmlFor={id} className="font-medium text-sm">
					Models it may call
				</label>
				<Combobox.Chips className={CHIPS}>
					{models.map((model) => (
						<Combobox.Chip key={model} className={CHIP}>
							<span className="truncate font-mono text-xs">{model}</span>
							<Combobox.ChipRemove aria-label={`Remove ${model}`} className="rounded p-0.5 text-faint hover:text-ink">
								<X className="size-3" aria-hidden="true" />
							</Combobox.ChipRemove>
						</Combobox.Chip>
					))}
					<Combobox.Input
						id={id}
						onKeyDown={keepEscape}
						placeholder={models.length === 0 ? "All models" : ""}
						className="h-7 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none placeholder:text-faint"
					/>
				</Combobox.Chips>
			</div>
			<ModelsList />
		</Combobox.Root>
	);
}

function ModelsList() {
	return (
		<Combobox.Portal>
			<Combobox.Positioner sideOffset={4} className="z-50 outline-none">
				<Combobox.Popup className={`${POPUP} w-(--anchor-width)`}>
					<Combobox.Empty className="px-3.5 text-muted text-sm not-empty:py-3">No model is called that.</Combobox.Empty>
					<Combobox.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto not-empty:py-1">
						{(model: string) => (
							<Combobox.Item key={model} value={model} className={ITEM}>
								<span className="truncate font-mono text-xs">{model}</span>
								<Combobox.ItemIndicator>
									<Check className="size-4 text-accent" aria-hidden="true" />
								</Combobox.ItemIndicator>
							</Combobox.Item>
						)}
					</Combobox.List>
				</Combobox.Popup>
			</Combobox.Positioner>
		</Combobox.Portal>
	);
}

const CHIPS = classes(
	"flex min-h-10 flex-wrap items-center gap-1 rounded-lg border border-line-strong bg-surface p-1.5",
	"hover:border-muted focus-within:outline-2 focus-within:outline-focus",
);
const CHIP = classes(
	"flex max-w-full items-center gap-1 rounded-md border border-line bg-sunken py-0.5 pr-0.5 pl-2",
	"outline-none data-highlighted:border-accent data-highlighted:bg-accent-soft",
);
