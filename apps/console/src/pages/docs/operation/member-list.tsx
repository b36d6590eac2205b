import { ChevronRight } from "lucide-react";
import { classes } from "../../../ui/classes.ts";
import { INLINE_CODE } from "../prose.tsx";
import { RichText } from "../rich-text.tsx";
import type { Member } from "./schema-members.ts";

/** Members of an object, each with what is in it folded away. */
export function MemberList({ members }: { readonly members: readonly Member[] }) {
	if (members.length === 0) return <p className="text-muted text-sm">Any JSON object.</p>;
	return (
		<ul className="divide-y divide-line rounded-xl border border-line bg-surface">
			{members.map((member) => (
				<li key={member.name} className="px-4 py-3">
					<MemberText member={member} alone={members.length === 1} />
				</li>
			))}
		</ul>
	);
}

interface MemberTextProps {
	readonly member: Member;
	/** There is nothing beside it: what is in it is what one came for. */
	readonly alone: boolean;
}

function MemberText({ member, alone }: MemberTextProps) {
	const { name, type, required, bounds, description, values, members } = member;
	return (
		<div className="flex flex-col gap-1.5 text-sm">
			<p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
				<code className="font-mono font-semibold text-[0.8125rem]">{name}</code>
				<span className="text-faint text-xs">{[type, bounds].filter(Boolean).join(", ")}</span>
				{required && <span className="font-medium text-warn text-xs">required</span>}
			</p>
			{description !== "" && (
				<p className="text-muted">
					<RichText text={description} />
				</p>
			)}
			{values.length > 0 && (
				<p className="flex flex-wrap gap-1 text-xs">
					{values.map((value) => (
						<code key={value} className={INLINE_CODE}>
							{value}
						</code>
					))}
				</p>
			)}
			{members.length > 0 && <Inner name={name} members={members} open={alone} />}
		</div>
	);
}

interface InnerProps {
	readonly name: string;
	readonly members: readonly Member[];
	readonly open: boolean;
}

function Inner({ name, members, open }: InnerProps) {
	return (
		<details className="group/inner mt-1" open={open}>
			<summary
				className={classes(
					"flex w-fit list-none items-center gap-1 rounded-md font-medium text-accent-ink text-xs",
					"[&::-webkit-details-marker]:hidden",
				)}
			>
				<ChevronRight className="size-3.5 group-open/inner:rotate-90" aria-hidden="true" />
				{members.length === 1 ? "1 member" : `${members.length} members`} of {name}
			</summary>
			<div className="mt-2">
				<MemberList members={members} />
			</div>
		</details>
	);
}
