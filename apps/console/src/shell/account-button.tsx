import { lazy, Suspense, useState } from "react";
import type { Session } from "../api/session.ts";
import { ACCOUNT_BUTTON } from "./account-button-class.ts";

const fetchMenu = () => import("./account-menu.tsx");
const AccountMenu = lazy(fetchMenu);

/**
 * Opens the account's menu. Menus weigh as much as a page: it is fetched when somebody comes near, and so is there when it
 * is pressed.
 */
export function AccountButton({ session }: { readonly session: Session }) {
	const [isWanted, setIsWanted] = useState(false);
	const initial = initialOf(session);
	const button = (
		<button
			type="button"
			aria-label="Account"
			aria-haspopup="menu"
			aria-expanded={isWanted}
			onPointerEnter={fetchMenu}
			onFocus={fetchMenu}
			onClick={() => setIsWanted(true)}
			className={ACCOUNT_BUTTON}
		>
			{initial}
		</button>
	);
	if (!isWanted) return button;
	return (
		<Suspense fallback={button}>
			<AccountMenu session={session} initial={initial} />
		</Suspense>
	);
}

function initialOf({ user }: Session): string {
	return (user?.name || user?.email || "?").slice(0, 1).toUpperCase();
}
