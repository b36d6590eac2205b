import { Menu } from "@base-ui/react/menu";
import { MoreHorizontal } from "lucide-react";
import { changeKey, type Key, keysQuery } from "../../api/keys.ts";
import { sayDone } from "../../ui/messages.ts";
import { ITEM, POPUP } from "../../ui/popup.ts";
import { useAction } from "../../ui/use-action.ts";

interface KeyMenuProps {
	readonly apiKey: Key;
	readonly onEdit: () => void;
	readonly onRevoke: () => void;
}

/** What can be done with a key. */
export function KeyMenu({ apiKey, onEdit, onRevoke }: KeyMenuProps) {
	const { name, disabled, hash } = apiKey;
	const toggle = useAction({
		act: () => changeKey(hash, { disabled: !disabled }),
		changes: [keysQuery.queryKey],
		onDone: () => sayDone(disabled ? `${name} is on again` : `${name} is off`, "Within five seconds, everywhere."),
		failure: "The key could not be changed",
	});
	return (
		<Menu.Root>
			<Menu.Trigger
				aria-label={`Actions for ${name}`}
				className="grid size-8 place-items-center rounded-md text-faint hover:bg-sunken hover:text-ink"
			>
				<MoreHorizontal className="size-4.5" aria-hidden="true" />
			</Menu.Trigger>
			<Menu.Portal>
				<Menu.Positioner sideOffset={4} align="end" className="z-50 outline-none">
					<Menu.Popup className={`${POPUP} min-w-40 py-1`}>
						<Menu.Item className={ITEM} onClick={onEdit}>
							Edit
						</Menu.Item>
						<Menu.Item className={ITEM} onClick={() => toggle.run()} disabled={toggle.busy}>
							{disabled ? "Enable" : "Disable"}
						</Menu.Item>
						<Menu.Separator className="my-1 h-px bg-line" />
						<Menu.Item className={`${ITEM} text-danger`} onClick={onRevoke}>
							Revoke
						</Menu.Item>
					</Menu.Popup>
				</Menu.Positioner>
			</Menu.Portal>
		</Menu.Root>
	);
}
