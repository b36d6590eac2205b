import { Menu } from "@base-ui/react/menu";
import { useNavigate } from "@tanstack/react-router";
import { Building2, Check, Inbox, LogOut, Rocket, UserRound } from "lucide-react";
import { useEffect, useRef } from "react";
import { signOut } from "../api/auth.ts";
import { switchOrganization } from "../api/organization.ts";
import type { Session } from "../api/session.ts";
import { enterAs } from "../session/enter-as.ts";
import { ITEM, POPUP } from "../ui/popup.ts";
import { useAction } from "../ui/use-action.ts";
import { ACCOUNT_BUTTON } from "./account-button-class.ts";

interface AccountMenuProps {
	readonly session: Session;
	/** What stands on the button. */
	readonly initial: string;
}

/** Who one is, where one is, and the ways out; opened at once, since it was asked for. */
export default function AccountMenu({ session, initial }: AccountMenuProps) {
	const navigate = useNavigate();
	const leave = useLeave();
	const trigger = useRef<HTMLButtonElement>(null);
	// Pressed as by hand: it has the focus then, and its first line with it.
	useEffect(() => {
		if (trigger.current?.ariaExpanded !== "true") trigger.current?.click();
	}, []);
	const { user, organization, organizations, sandbox } = session;
	return (
		<Menu.Root>
			<Menu.Trigger ref={trigger} aria-label="Account" className={ACCOUNT_BUTTON}>
				{initial}
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={6} align="end" className="z-50 outline-none">
					<Menu.Popup className={`${POPUP} w-64 py-1.5`}>
						<div className="px-3.5 pt-1 pb-2.5">
							<p className="truncate font-medium text-sm">{user?.name}</p>
							<p className="truncate text-muted text-sm">{user?.email}</p>
						</div>
						{organizations.length > 1 && <Organizations session={session} onSwitch={leave.switchTo} />}
						<Separator />
						<Action icon={Rocket} label="Quickstart" onClick={() => navigate({ to: "/start" })} />
						{organization !== null && (
							<Action icon={Building2} label="Organisation" onClick={() => navigate({ to: "/organization" })} />
						)}
						<Action icon={UserRound} label="Your account" onClick={() => navigate({ to: "/account" })} />
						{sandbox.mail && <Action icon={Inbox} label="Outbox" onClick={() => navigate({ to: "/outbox" })} />}
						<Separator />
						<Action icon={LogOut} label="Sign out" onClick={leave.signOut} />
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}

interface OrganizationsProps {
	readonly session: Session;
	readonly onSwitch: (id: string) => void;
}

function Organizations({ session, onSwitch }: OrganizationsProps) {
	return (
		<>
			<Separator />
			<Menu.RadioGroup value={session.organization?.id} onValueChange={onSwitch}>
				<Menu.GroupLabel className="px-3.5 py-1 text-faint text-xs">Act in</Menu.GroupLabel>
				{session.organizations.map(({ id, name }) => (
					<Menu.RadioItem key={id} value={id} closeOnClick className={ITEM}>
						<span className="truncate">{name}</span>
						<Menu.RadioItemIndicator>
							<Check className="size-4 text-accent" aria-hidden="true" />
						</Menu.RadioItemIndicator>
					</Menu.RadioItem>
				))}
			</Menu.RadioGroup>
		</>
	);
}

interface ActionProps {
	readonly icon: typeof LogOut;
	readonly label: string;
	readonly onClick: () => void;
}

function Action({ icon: Icon, label, onClick }: ActionProps) {
	return (
		<Menu.Item className={ITEM} onClick={onClick}>
			<span className="flex items-center gap-2.5">
				<Icon className="size-4 text-faint" aria-hidden="true" />
				{label}
			</span>
		</Menu.Item>
	);
}

function Separator() {
	return <Menu.Separator className="my-1.5 h-px bg-line" />;
}

/** Out of the session, or into another organisation. */
function useLeave() {
	const failure = "That did not work";
	const out = useAction({ act: signOut, changes: [], onDone: () => enterAs("/"), failure });
	const change = useAction({ act: switchOrganization, changes: [], onDone: () => enterAs("/usage"), failure });
	return { signOut: () => out.run(), switchTo: (id: string) => change.run(id) };
}
