import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { type ThemeChoice, useTheme } from "./theme.ts";

const CHOICES: readonly (readonly [ThemeChoice, string, LucideIcon])[] = [
	["system", "Theme of the system", Monitor],
	["light", "Light theme", Sun],
	["dark", "Dark theme", Moon],
];

/** Light, dark, or as the system is. */
export function ThemeSwitch() {
	const [theme, setTheme] = useTheme();
	return (
		<ToggleGroup
			aria-label="Theme"
			value={[theme]}
			onValueChange={([choice]) => choice !== undefined && setTheme(choice)}
			className="flex rounded-full border border-line p-0.5"
		>
			{CHOICES.map(([choice, label, Icon]) => (
				<Toggle
					key={choice}
					value={choice}
					aria-label={label}
					className="grid size-7 place-items-center rounded-full text-faint hover:text-ink data-pressed:bg-sunken data-pressed:text-ink"
				>
					<Icon className="size-4" aria-hidden="true" />
				</Toggle>
			))}
		</ToggleGroup>
	);
}
