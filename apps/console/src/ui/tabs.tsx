import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
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
	return (
		<BaseTabs.Root value={value} onValueChange={(next) => onChange(String(next))} className={className}>
			<BaseTabs.List aria-label={label} className="flex gap-5 overflow-x-auto border-line border-b">
				{tabs.map((tab) => (
					<BaseTabs.Tab key={tab.value} value={tab.value} className={TAB}>
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
