import type { NanoUsd } from "@turnpike/money";
import { type Cents, nanoOfCents } from "./cents.ts";
import { LEAST_PURCHASE_CENTS, MOST_PURCHASE_CENTS } from "./price-of-credit.ts";

/** When and how an account is topped up by itself. */
export interface TopUpSettings {
	/** Topped up when what it has falls under this. */
	readonly threshold: NanoUsd;
	/** The credit of one top-up. */
	readonly amountCents: Cents;
	/** The most credit of all top-ups of one UTC month. */
	readonly monthlyMaxCents: Cents;
}

/** After so many declines in a row it is switched off. */
export const DECLINES_UNTIL_OFF = 3;
const FIRST_PAUSE_MS = 3_600_000;
const HOUR_MS = 3_600_000;
/** Providers keep idempotency keys for a day: after this an attempt is looked up, never sent again. */
export const RESEND_WITHIN_MS = 23 * HOUR_MS;

/** What is wrong with settings, as a field and what it must be; undefined when they are right. */
export function settingsMistake(settings: TopUpSettings): { field: keyof TopUpSettings; right: string } | undefined {
	const { threshold, amountCents, monthlyMaxCents } = settings;
	const most = nanoOfCents(MOST_PURCHASE_CENTS);
	if (threshold < 0n || threshold > most) return { field: "threshold", right: "from 0 to 10,000 USD" };
	if (amountCents < LEAST_PURCHASE_CENTS || amountCents > MOST_PURCHASE_CENTS) {
		return { field: "amountCents", right: "from 5 to 10,000 USD" };
	}
	if (monthlyMaxCents < amountCents || monthlyMaxCents > 100n * MOST_PURCHASE_CENTS) {
		return { field: "monthlyMaxCents", right: "at least the amount of one top-up, and at most 1,000,000 USD" };
	}
	return undefined;
}

export type TopUpVerdict = "not_needed" | "due" | "monthly_maximum";

/**
 * Whether an account is to be topped up.
 *
 * @param has available and reserved, less what it owes.
 * @param thisMonth the credit of this month's top-ups, those under way included.
 */
export function judgeTopUp(settings: TopUpSettings, has: bigint, thisMonth: Cents): TopUpVerdict {
	if (has >= settings.threshold) return "not_needed";
	return thisMonth + settings.amountCents > settings.monthlyMaxCents ? "monthly_maximum" : "due";
}

export type AfterDecline = { readonly off: true } | { readonly off: false; readonly pauseMs: number };

/**
 * What follows a decline: a pause that grows sixfold (1, 6 hours), or the end of it.
 *
 * @param declines in a row, this one included.
 * @param final the card would be refused again.
 */
export function afterDecline(declines: number, final: boolean): AfterDecline {
	if (final || declines >= DECLINES_UNTIL_OFF) return { off: true };
	return { off: false, pauseMs: FIRST_PAUSE_MS * 6 ** (declines - 1) };
}

/** The beginning of the UTC month of an instant, in Unix milliseconds. */
export function monthStart(nowMs: number): number {
	const date = new Date(nowMs);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}

/** Whether an attempt whose answer never came may be sent again, or must be looked up. */
export function mayResend(firstSentAt: number | undefined, nowMs: number): boolean {
	return firstSentAt === undefined || nowMs - firstSentAt < RESEND_WITHIN_MS;
}

/** How long to wait before an attempt that found no answer is taken up again: 1 s at first, 10 minutes at last. */
export function retryPauseMs(tries: number): number {
	return Math.min(1_000 * 2 ** Math.min(tries, 20), 600_000);
}
