import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { SelectField } from "../../ui/select-field.tsx";
import { INPUT_CLASS } from "../../ui/text-field.tsx";
import { filtersOf, type ModelSort, type ModelsSearch } from "./models-search.ts";

const SORTS: readonly { readonly value: ModelSort; readonly label: string }[] = [
	{ value: "newest", label: "Newest first" },
	{ value: "price", label: "Price, low to high" },
	{ value: "price-desc", label: "Price, high to low" },
	{ value: "context", label: "Longest context" },
	{ value: "name", label: "Name" },
];

interface SearchBarProps {
	readonly search: ModelsSearch;
	readonly onChange: (part: ModelsSearch) => void;
	/** How many were found; undefined while they are on their way. */
	readonly count: number | undefined;
	/** The filters, where there is no room beside the list. */
	readonly filters: ReactNode;
}

/** What to look for, how to order it, and how much of it there is. */
export function SearchBar({ search, onChange, count, filters }: SearchBarProps) {
	return (
		<div className="mb-2">
			<div className="flex flex-wrap gap-2">
				<SearchInput value={search.q ?? ""} onChange={(q) => onChange({ q })} />
				<div className="flex w-full gap-2 sm:w-auto">
					{filters}
					<SelectField
						label="Sort"
						hideLabel
						value={filtersOf(search).sort}
						choices={SORTS}
						onChange={(sort) => onChange({ sort: sort === "newest" ? "" : sort })}
						className="flex-1 sm:w-48"
					/>
				</div>
			</div>
			<p role="status" className="tabular mt-3 h-5 text-muted text-sm">
				{count === undefined ? "" : count === 1 ? "1 model" : `${count} models`}
			</p>
		</div>
	);
}

/** It keeps its own text, so that no letter waits for the address; `/` goes to it from anywhere on the page. */
function SearchInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
	const [text, setText] = useState(value);
	const input = useRef<HTMLInputElement>(null);
	// Another hand changed the address: back, or "clear".
	const [seen, setSeen] = useState(value);
	if (seen !== value) {
		setSeen(value);
		if (value !== text) setText(value);
	}
	const type = (next: string) => {
		setText(next);
		setSeen(next);
		onChange(next);
	};
	useFocusOnSlash(input);
	return (
		<div className="relative min-w-0 flex-1 basis-64">
			<Search
				className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-faint"
				aria-hidden="true"
			/>
			<input
				ref={input}
				type="search"
				value={text}
				onChange={(event) => type(event.target.value)}
				placeholder="Search by name or id"
				aria-label="Search models"
				aria-keyshortcuts="/"
				autoComplete="off"
				spellCheck={false}
				className={`${INPUT_CLASS} h-9 pr-9 pl-9 text-sm [&::-webkit-search-cancel-button]:hidden`}
			/>
			{text !== "" && (
				<button
					type="button"
					onClick={() => {
						type("");
						input.current?.focus();
					}}
					aria-label="Clear the search"
					className="absolute inset-y-0 right-1 my-auto grid size-7 place-items-center rounded-md text-faint hover:text-ink"
				>
					<X className="size-4" aria-hidden="true" />
				</button>
			)}
		</div>
	);
}

function useFocusOnSlash(input: React.RefObject<HTMLInputElement | null>): void {
	useEffect(() => {
		const focus = (event: KeyboardEvent) => {
			if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
			event.preventDefault();
			input.current?.focus();
		};
		document.addEventListener("keydown", focus);
		return () => document.removeEventListener("keydown", focus);
	}, [input]);
}

function isTyping(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		target.matches("input, textarea, select, [contenteditable], [role=listbox], [role=menu]")
	);
}
