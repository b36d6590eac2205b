/** How often something may be tried in a minute, by whom. */
export interface RateRule {
	/** From one address. */
	readonly perAddress: number;
	/** For one mailbox, from all addresses together. */
	readonly perMailbox?: number;
}

/** Guessing a password, or filling somebody's mailbox, must be slow; people who mistype must not notice. */
const RULES: Readonly<Record<string, RateRule>> = {
	"/sign-in/email": { perAddress: 60, perMailbox: 10 },
	"/sign-up/email": { perAddress: 30, perMailbox: 5 },
	"/request-password-reset": { perAddress: 30, perMailbox: 3 },
	"/send-verification-email": { perAddress: 30, perMailbox: 3 },
	"/reset-password": { perAddress: 30 },
	"/change-password": { perAddress: 30 },
	"/verify-email": { perAddress: 60 },
};
const OTHERWISE: RateRule = { perAddress: 300 };

/** Answers that must not tell, by their time either, whether an address has an account. */
const SILENT: ReadonlySet<string> = new Set(["/sign-up/email", "/request-password-reset", "/send-verification-email"]);
/** Those of them whose good answers tell anyway. */
const SILENT_REFUSALS: ReadonlySet<string> = new Set(["/sign-in/email"]);

export function rateRule(path: string): RateRule {
	return RULES[path] ?? OTHERWISE;
}

/** @param good whether what was asked for was done. */
export function isSilent(path: string, good: boolean): boolean {
	return SILENT.has(path) || (!good && SILENT_REFUSALS.has(path));
}
