import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useMay, useSession } from "../../session/use-session.ts";
import { Badge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { MembersTab } from "./members-tab.tsx";
import { OrganizationName } from "./organization-name.tsx";
import { ProjectsTab } from "./projects-tab.tsx";

const BudgetsTab = lazy(async () => ({ default: (await import("./budgets-tab.tsx")).BudgetsTab }));
const AlertsTab = lazy(async () => ({ default: (await import("./alerts-tab.tsx")).AlertsTab }));
const ActsTab = lazy(async () => ({ default: (await import("./acts-tab.tsx")).ActsTab }));
const route = getRouteApi("/in/organization");

const WAITING = <SkeletonRows rows={4} label="Loading" />;

/** Who belongs together, what their keys are sorted by, what they may spend, and what they are told. */
export function OrganizationPage() {
	const { tab = "members" } = route.useSearch();
	const navigate = route.useNavigate();
	const session = useSession();
	const mayAudit = useMay("audit:read");
	const organization = session?.organization;
	const tabs = [
		{ value: "members", label: "Members", content: <MembersTab /> },
		{ value: "projects", label: "Projects", content: <ProjectsTab /> },
		{ value: "budgets", label: "Budgets", content: <Suspense fallback={WAITING}>{<BudgetsTab />}</Suspense> },
		{ value: "alerts", label: "Alerts", content: <Suspense fallback={WAITING}>{<AlertsTab />}</Suspense> },
		...(mayAudit
			? [{ value: "log", label: "Log of acts", content: <Suspense fallback={WAITING}>{<ActsTab />}</Suspense> }]
			: []),
	];
	return (
		<Page
			title={organization?.name ?? "Organisation"}
			description={
				<span className="flex flex-wrap items-center gap-2">
					<code className="font-mono text-sm">{organization?.id}</code>
					{organization?.suspended && <Badge tone="bad">frozen</Badge>}
				</span>
			}
			actions={<OrganizationName />}
		>
			<Tabs
				label="Organisation"
				tabs={tabs}
				value={tabs.some(({ value }) => value === tab) ? tab : "members"}
				onChange={(next) => navigate({ search: next === "members" ? {} : { tab: next }, replace: true })}
			/>
		</Page>
	);
}
