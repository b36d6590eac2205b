/** What the button of the account's menu looks like, before and after the menu is there. */
export const ACCOUNT_BUTTON =
	"grid size-9 place-items-center rounded-full bg-accent-soft font-semibold text-accent-ink text-sm hover:opacity-80";
