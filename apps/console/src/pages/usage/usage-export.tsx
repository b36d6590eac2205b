import { Download } from "lucide-react";
import { useState } from "react";
import { exportUsage, type Group } from "../../api/analytics.ts";
import { saveFile } from "../../api/save-file.ts";
import type { TimeRange } from "../../time/time-range.ts";
import { Button } from "../../ui/button.tsx";
import { reasonOf } from "../../ui/error-state.tsx";
import { sayFailed } from "../../ui/messages.ts";

/** What the page shows, as a CSV file: a line for each group and time bucket, amounts exact. */
export function UsageExport({ range, group }: { readonly range: TimeRange; readonly group: Group }) {
	const [busy, setBusy] = useState(false);
	const save = async () => {
		setBusy(true);
		try {
			saveFile(`usage-by-${group}.csv`, "text/csv", [await exportUsage(range, group)]);
		} catch (error) {
			sayFailed("The file could not be made", reasonOf(error));
		}
		setBusy(false);
	};
	return (
		<Button kind="secondary" busy={busy} onClick={save}>
			<Download className="size-4" aria-hidden="true" />
			CSV
		</Button>
	);
}
