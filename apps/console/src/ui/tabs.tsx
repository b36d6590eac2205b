import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes.ts";

export interface Tab {
	readonly value: string;
	readonly label: string;
	readonly content: ReactNode;
}

interface TabsProps {
	readonly label: string;
	readonly tabs: readonly Tab[];
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly className?: string;
}

/** Several views of one thing, one at a time. */
export function Tabs({ label, tabs, value, onChange, className }: TabsProps) {
	const list = useRef<HTMLDivElement>(null);
	// Where there is no room for all of them, the one that is open is in sight, whatever address led to it.
	useEffect(() => {
		const open = list.current?.querySelector<HTMLElement>(`[role=tab][data-tab="${value}"]`);
		if (list.current && open) list.current.scrollLeft = open.offsetLeft + open.offsetWidth - list.current.clientWidth;
	}, [value]);
	return (
		<BaseTabs.Root value={value} onValueChange={(next) => onChange(String(next))} className={className}>
			<BaseTabs.List ref={list} aria-label={label} className="relative flex gap-5 overflow-x-auto border-line border-b">
				{tabs.map((tab) => (
					<BaseTabs.Tab key={tab.value} value={tab.value} data-tab={tab.value} className={TAB}>
						{tab.label}
					</BaseTabs.Tab>
				))}
			</BaseTabs.List>
			{tabs.map((tab) => (
				<BaseTabs.Panel key={tab.value} value={tab.value} className="pt-4 outline-offset-4">
					{tab.content}
				</BaseTabs.Panel>
			))}
		</BaseTabs.Root>
	);
}

const TAB = classes(
	"-mb-px whitespace-nowrap border-transparent border-b-2 px-0.5 py-2.5 font-medium text-muted text-sm",
	"hover:text-ink data-active:border-accent data-active:text-ink focus-visible:-outline-offset-2",
);
