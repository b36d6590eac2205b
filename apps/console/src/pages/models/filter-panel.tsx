import { useQuery } from "@tanstack/react-query";
import type { ModelObject } from "@turnpike/catalog";
import { SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId, useMemo, useState } from "react";
import { providersQuery } from "../../api/catalog.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField } from "../../ui/check-field.tsx";
import { Dialog, DialogActions } from "../../ui/dialog.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { listOf, textOf } from "../../url-search.ts";
import { isCapable } from "./filter-models.ts";
import { CAPABILITIES, type Capability, INPUTS, type Input, type ModelsSearch } from "./models-search.ts";

const INPUT_WORDS: Readonly<Record<Input, string>> = {
	image: "Images",
	file: "Files (PDF)",
	audio: "Audio",
	video: "Video",
};

export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
	tools: "Tool calls",
	structured: "Structured output",
	reasoning: "Reasoning",
	caching: "Prompt caching",
};

const KIND_CHOICES = [
	{ value: "any", label: "Any kind" },
	{ value: "chat", label: "Chat" },
	{ value: "embeddings", label: "Embeddings" },
];
const CONTEXT_CHOICES = [
	{ value: "any", label: "Any context" },
	{ value: "32000", label: "32k tokens or more" },
	{ value: "128000", label: "128k tokens or more" },
	{ value: "200000", label: "200k tokens or more" },
	{ value: "1000000", label: "1M tokens or more" },
];
const PRICE_CHOICES = [
	{ value: "any", label: "Any price" },
	{ value: "0", label: "Free" },
	{ value: "0.1", label: "Up to $0.10 / M" },
	{ value: "0.5", label: "Up to $0.50 / M" },
	{ value: "1", label: "Up to $1 / M" },
	{ value: "3", label: "Up to $3 / M" },
	{ value: "10", label: "Up to $10 / M" },
];

interface FilterPanelProps {
	readonly search: ModelsSearch;
	readonly onChange: (part: ModelsSearch) => void;
	readonly models: readonly ModelObject[];
}

/** What a model must be like. */
export function FilterPanel({ search, onChange, models }: FilterPanelProps) {
	const pick = (name: "kind" | "context" | "price") => (value: string) =>
		onChange({ [name]: value === "any" ? "" : value });
	return (
		<div className="flex flex-col gap-5">
			<SelectField label="Kind" value={search.kind || "any"} choices={KIND_CHOICES} onChange={pick("kind")} />
			<SelectField
				label="Context"
				value={search.context || "any"}
				choices={CONTEXT_CHOICES}
				onChange={pick("context")}
			/>
			<SelectField label="Input price" value={search.price || "any"} choices={PRICE_CHOICES} onChange={pick("price")} />
			<CheckGroup
				title="Can"
				names={CAPABILITIES}
				words={(name) => CAPABILITY_WORDS[name]}
				count={(name) => models.filter((model) => isCapable(model, name)).length}
				chosen={listOf(search.can)}
				onChange={(can) => onChange({ can })}
			/>
			<CheckGroup
				title="Reads"
				names={INPUTS}
				words={(name) => INPUT_WORDS[name]}
				count={(name) => models.filter((model) => model.architecture.input_modalities.includes(name)).length}
				chosen={listOf(search.input)}
				onChange={(input) => onChange({ input })}
			/>
			<ProviderFilter search={search} onChange={onChange} models={models} />
		</div>
	);
}

function ProviderFilter({ search, onChange, models }: FilterPanelProps) {
	const { data: providers = [] } = useQuery(providersQuery);
	const names = useMemo(() => new Map(providers.map(({ slug, name }) => [slug, name])), [providers]);
	return (
		<>
			<CheckField
				label="Can be called from here"
				checked={search.here !== undefined}
				onChange={(here) => onChange({ here: here ? "1" : "" })}
			/>
			<CheckGroup
				title="Served by"
				names={providers.map(({ slug }) => slug)}
				words={(slug) => names.get(slug) ?? slug}
				count={(slug) => models.filter((model) => model.providers.includes(slug)).length}
				chosen={listOf(search.provider)}
				onChange={(provider) => onChange({ provider })}
			/>
		</>
	);
}

interface CheckGroupProps<Name extends string> {
	readonly title: string;
	readonly names: readonly Name[];
	readonly words: (name: Name) => ReactNode;
	/** How many models have it, whatever else is asked for. */
	readonly count: (name: Name) => number;
	readonly chosen: readonly string[];
	readonly onChange: (chosen: string) => void;
}

function CheckGroup<Name extends string>({ title, names, words, count, chosen, onChange }: CheckGroupProps<Name>) {
	const id = useId();
	const toggle = (name: Name, on: boolean) =>
		onChange(textOf(on ? [...chosen, name] : chosen.filter((each) => each !== name)));
	return (
		<fieldset aria-labelledby={id} className="min-w-0">
			<legend id={id} className="mb-1 font-medium text-sm">
				{title}
			</legend>
			{names.map((name) => {
				const matching = count(name);
				const isChosen = chosen.includes(name);
				return (
					<CheckField
						key={name}
						label={words(name)}
						// None: it stays in its place, and cannot be chosen.
						{...(matching > 0 ? { count: matching } : { disabled: !isChosen })}
						checked={isChosen}
						onChange={(on) => toggle(name, on)}
					/>
				);
			})}
		</fieldset>
	);
}

/** The same filters where there is no room beside the list. */
export function FilterDialog(props: FilterPanelProps) {
	const [open, setOpen] = useState(false);
	const { kind, context, price, here, can, input, provider } = props.search;
	const active = [kind, context, price, here, ...listOf(can), ...listOf(input), ...listOf(provider)].filter(
		Boolean,
	).length;
	return (
		<div className="lg:hidden">
			<Button kind="secondary" onClick={() => setOpen(true)}>
				<SlidersHorizontal className="size-4" aria-hidden="true" />
				Filters
				{active > 0 && <span className="tabular rounded bg-accent-soft px-1.5 text-accent-ink text-xs">{active}</span>}
			</Button>
			<Dialog open={open} onClose={() => setOpen(false)} title="Filters">
				<FilterPanel {...props} />
				<DialogActions>
					<Button onClick={() => setOpen(false)}>Show models</Button>
				</DialogActions>
			</Dialog>
		</div>
	);
}
