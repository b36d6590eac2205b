import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FolderPlus } from "lucide-react";
import { useState } from "react";
import { archiveProject, createProject, type Project, projectsQuery, renameProject } from "../../api/organization.ts";
import { useMay } from "../../session/use-session.ts";
import { dayText } from "../../time/time-text.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { sayDone } from "../../ui/messages.ts";
import { NameDialog } from "../../ui/name-dialog.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { ActionsHead, CELL, HEAD, NUMBER, ROOMY, TABLE, TableScroll } from "../../ui/table.tsx";
import { useAction } from "../../ui/use-action.ts";

type Open = { readonly what: "create" } | { readonly what: "rename" | "archive"; readonly project: Project };

/** What keys, and so their usage, are sorted by. */
export function ProjectsTab() {
	const projects = useQuery(projectsQuery);
	const may = useMay("projects:write");
	const [open, setOpen] = useState<Open>();
	const close = () => setOpen(undefined);
	return (
		<Card
			title="Projects"
			description="Each key belongs to one; usage and budgets can be had for each."
			action={
				may && (
					<Button onClick={() => setOpen({ what: "create" })}>
						<FolderPlus className="size-4" aria-hidden="true" />
						New project
					</Button>
				)
			}
			flush
		>
			{projects.isError && projects.data === undefined ? (
				<ErrorState
					what="The projects could not be loaded."
					error={projects.error}
					onRetry={() => projects.refetch()}
				/>
			) : projects.data === undefined ? (
				<SkeletonRows rows={3} label="Loading the projects" />
			) : (
				<ProjectTable projects={projects.data} mayChange={may} onOpen={setOpen} />
			)}
			{open?.what === "create" && (
				<NameDialog
					title="New project"
					label="Name"
					name=""
					action="Make it"
					act={createProject}
					changes={[projectsQuery.queryKey]}
					onClose={close}
				/>
			)}
			{open?.what === "rename" && (
				<NameDialog
					title={`Rename ${open.project.name}`}
					label="Name"
					name={open.project.name}
					action="Save"
					act={(name) => renameProject(open.project.id, name)}
					changes={[projectsQuery.queryKey]}
					onClose={close}
				/>
			)}
			{open?.what === "archive" && <ArchiveDialog project={open.project} onClose={close} />}
		</Card>
	);
}

interface ProjectTableProps {
	readonly projects: readonly Project[];
	readonly mayChange: boolean;
	readonly onOpen: (open: Open) => void;
}

function ProjectTable({ projects, mayChange, onOpen }: ProjectTableProps) {
	return (
		<TableScroll label="Projects">
			<table className={TABLE}>
				<thead>
					<tr>
						<th className={HEAD}>Project</th>
						<th className={`${HEAD} ${NUMBER}`}>Keys</th>
						<th className={`${HEAD} ${ROOMY}`}>Since</th>
						<ActionsHead />
					</tr>
				</thead>
				<tbody>
					{projects.map((project) => (
						<tr key={project.id}>
							<th scope="row" className={`${CELL} text-left font-medium`}>
								<Link to="/generations" search={{ project: project.id }} className="hover:text-accent-ink">
									{project.name}
								</Link>
							</th>
							<td className={`${CELL} ${NUMBER}`}>{project.keys}</td>
							<td className={`${CELL} ${ROOMY} tabular text-muted`}>{dayText(project.created_at)}</td>
							<td className={`${CELL} whitespace-nowrap text-right`}>
								{mayChange && (
									<span className="inline-flex gap-2">
										<Button
											kind="secondary"
											size="small"
											onClick={() => onOpen({ what: "rename", project })}
											aria-label={`Rename ${project.name}`}
										>
											Rename
										</Button>
										<Button
											kind="secondary"
											size="small"
											disabled={project.keys > 0 || projects.length === 1}
											onClick={() => onOpen({ what: "archive", project })}
											aria-label={`Archive ${project.name}`}
										>
											Archive
										</Button>
									</span>
								)}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</TableScroll>
	);
}

function ArchiveDialog({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
	const archive = useAction({
		act: () => archiveProject(project.id),
		changes: [projectsQuery.queryKey],
		onDone() {
			sayDone(`${project.name} is archived`);
			onClose();
		},
	});
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			title={`Archive ${project.name}?`}
			action="Archive"
			busy={archive.busy}
			problem={archive.problem}
			onConfirm={() => archive.run()}
		>
			No key can be put into it any more. What was used in it stays in your usage.
		</ConfirmDialog>
	);
}
