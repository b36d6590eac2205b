import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { type Key, keysQuery } from "../../api/keys.ts";
import { useMay } from "../../session/use-session.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { KeyTable } from "./key-table.tsx";
import { RevokeKeyDialog } from "./revoke-key-dialog.tsx";

// Their fields weigh more than the page: they are fetched when one of them is opened.
const EditKeyDialog = lazy(async () => ({ default: (await import("./edit-key-dialog.tsx")).EditKeyDialog }));
const NewKeyDialog = lazy(async () => ({ default: (await import("./new-key-dialog.tsx")).NewKeyDialog }));
const route = getRouteApi("/in/keys");

/** What is open above the list. */
type Open = { readonly what: "edit" | "revoke"; readonly key: Key };

/** The organisation's keys: what each spends, and what it may. */
export function KeysPage() {
	const { create } = route.useSearch();
	const navigate = route.useNavigate();
	const keys = useQuery(keysQuery);
	const may = useMay("keys:write");
	const [open, setOpen] = useState<Open>();
	const setCreating = (creating: boolean) => navigate({ search: creating ? { create: "1" } : {}, replace: true });
	const close = () => setOpen(undefined);
	const newKey = may && (
		<Button onClick={() => setCreating(true)}>
			<Plus className="size-4" aria-hidden="true" />
			New key
		</Button>
	);
	return (
		<Page
			title="Keys"
			description="A key says who calls. Its limits are checked before the money is spent."
			actions={newKey}
		>
			<Card flush>
				{keys.isError && keys.data === undefined ? (
					<ErrorState what="The keys could not be loaded." error={keys.error} onRetry={() => keys.refetch()} />
				) : keys.data === undefined ? (
					<SkeletonRows rows={4} label="Loading the keys" />
				) : keys.data.length === 0 ? (
					<EmptyState icon={KeyRound} title="No key yet" action={newKey}>
						Every call needs one. Make one for each place that calls, so that each can be limited and revoked by itself.
					</EmptyState>
				) : (
					<KeyTable
						keys={keys.data}
						mayChange={may}
						onEdit={(key) => setOpen({ what: "edit", key })}
						onRevoke={(key) => setOpen({ what: "revoke", key })}
					/>
				)}
			</Card>
			<Suspense>
				{create !== undefined && may && <NewKeyDialog onClose={() => setCreating(false)} />}
				{open?.what === "edit" && <EditKeyDialog apiKey={open.key} onClose={close} />}
			</Suspense>
			{open?.what === "revoke" && <RevokeKeyDialog apiKey={open.key} onClose={close} />}
		</Page>
	);
}
