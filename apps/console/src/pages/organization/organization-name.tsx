import { useState } from "react";
import { foundOrganization, renameOrganization } from "../../api/organization.ts";
import { sessionQuery } from "../../api/session.ts";
import { enterAs } from "../../session/enter-as.ts";
import { useMay, useSession } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { NameDialog } from "../../ui/name-dialog.tsx";

/** Another name for the organisation, or another organisation. */
export function OrganizationName() {
	const [open, setOpen] = useState<"rename" | "found">();
	const may = useMay("organisation:write");
	const session = useSession();
	const close = () => setOpen(undefined);
	return (
		<>
			{may && (
				<Button kind="secondary" onClick={() => setOpen("rename")}>
					Rename
				</Button>
			)}
			{session?.kind === "user" && (
				<Button kind="secondary" onClick={() => setOpen("found")}>
					New organisation
				</Button>
			)}
			{open === "rename" && (
				<NameDialog
					title="Rename the organisation"
					label="Name"
					name={session?.organization?.name ?? ""}
					action="Save"
					act={renameOrganization}
					changes={[sessionQuery.queryKey]}
					onClose={close}
				/>
			)}
			{open === "found" && (
				<NameDialog
					title="New organisation"
					description="It has a balance, members and keys of its own, and you own it."
					label="Name"
					name=""
					action="Found it"
					act={foundOrganization}
					changes={[]}
					onDone={() => enterAs("/organization")}
					onClose={close}
				/>
			)}
		</>
	);
}
