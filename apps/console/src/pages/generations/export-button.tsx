import { Download } from "lucide-react";
import { useState } from "react";
import { exportGenerations } from "../../api/export-generations.ts";
import type { GenerationFilters } from "../../api/generations.ts";
import { saveFile } from "../../api/save-file.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { sayDone, sayFailed } from "../../ui/messages.ts";

interface ExportButtonProps {
	readonly filters: GenerationFilters;
	readonly disabled: boolean;
}

/** All that fits the filters, as a CSV file. */
export function ExportButton({ filters, disabled }: ExportButtonProps) {
	const [busy, setBusy] = useState(false);
	const save = async () => {
		setBusy(true);
		try {
			const { parts, more } = await exportGenerations(filters);
			saveFile("generations.csv", "text/csv", parts);
			if (more) sayDone("The file has the newest 100,000", "Choose a shorter time for the older ones.");
		} catch (error) {
			sayFailed("The file could not be made", reasonOf(error));
		}
		setBusy(false);
	};
	return (
		<Button kind="secondary" disabled={disabled} busy={busy} onClick={save}>
			<Download className="size-4" aria-hidden="true" />
			CSV
		</Button>
	);
}
