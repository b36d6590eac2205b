import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { TextField } from "../../ui/text-field.tsx";

/** What the API asks of a password. */
const LEAST_PASSWORD_LETTERS = 10;

interface PasswordFieldProps {
	readonly label: string;
	readonly value: string;
	readonly onChange: (value: string) => void;
	/** A password that is there already, or one that is being made. */
	readonly kind: "current" | "new";
	readonly problem?: string | undefined;
}

/** A password that can be looked at. */
export function PasswordField({ label, value, onChange, kind, problem }: PasswordFieldProps) {
	const [shown, setShown] = useState(false);
	const Icon = shown ? EyeOff : Eye;
	return (
		<TextField
			label={label}
			type={shown ? "text" : "password"}
			autoComplete={kind === "new" ? "new-password" : "current-password"}
			autoCapitalize="off"
			spellCheck={false}
			value={value}
			onValueChange={onChange}
			problem={problem}
			required
			{...(kind === "new" && {
				minLength: LEAST_PASSWORD_LETTERS,
				description: `At least ${LEAST_PASSWORD_LETTERS} letters; a few words are easier to keep than signs.`,
			})}
			suffix={
				<button
					type="button"
					aria-label={shown ? "Hide the password" : "Show the password"}
					aria-pressed={shown}
					onClick={() => setShown(!shown)}
					className="grid size-8 place-items-center rounded-md text-faint hover:text-ink"
				>
					<Icon className="size-4" aria-hidden="true" />
				</button>
			}
		/>
	);
}
