import type { Alert } from "@turnpike/alerts";
import { type Letter, type WrittenLetter, writeLetter } from "@turnpike/mail";
import { formatUsd, type NanoUsd } from "@turnpike/money";

const FOOTNOTE =
	"You get this because this address is on file for a Turnpike organisation. What it is told is set in its alerts.";

/** Puts an alert into a mail. @param publicUrl without a trailing slash. */
export function writeAlert(alert: Alert, publicUrl: string): WrittenLetter {
	const { path, label, ...letter } = letterOf(alert);
	return writeLetter({ ...letter, action: { label, url: publicUrl + path }, footnote: FOOTNOTE });
}

/** Says that a webhook was switched off. */
export function writeWebhookOff(url: string, publicUrl: string): WrittenLetter {
	return writeLetter({
		subject: "A webhook of yours was switched off",
		paragraphs: [
			`Nothing has arrived at ${new URL(url).host} for a day, so no more alerts are sent there.`,
			"Once it answers again, switch it on in your alerts.",
		],
		action: { label: "Open alerts", url: `${publicUrl}/organization?tab=alerts` },
		footnote: FOOTNOTE,
	});
}

/** `$10.80`: whole cents, rounded down. */
function dollars(amount: NanoUsd): string {
	return `$${formatUsd(amount).slice(0, -7)}`;
}

type Words = Pick<Letter, "subject" | "paragraphs"> & { readonly path: string; readonly label: string };

function letterOf(alert: Alert): Words {
	switch (alert.kind) {
		case "balance.low":
			return {
				subject: `Your Turnpike balance is below ${dollars(alert.threshold)}`,
				paragraphs: [
					`There are ${dollars(alert.balance)} left. When they are spent, calls are refused until there is more.`,
				],
				path: "/credits",
				label: "Buy credit",
			};
		case "budget.threshold":
			return ofBudget(alert);
		case "key.expiring":
			return {
				subject: `The key ${JSON.stringify(alert.name)} expires soon`,
				paragraphs: [
					`It expires on ${new Date(alert.expiresAt).toUTCString()}. Calls by it are refused from then on: make another one in time.`,
				],
				path: "/keys",
				label: "Open keys",
			};
		case "topup.failed":
		case "account.frozen":
		case "account.unfrozen":
		case "webhook.test":
			throw new Error(`${alert.kind} is told in other words`);
	}
}

function ofBudget(alert: Extract<Alert, { kind: "budget.threshold" }>): Words {
	const whose = `the ${alert.scope.replace("_", " ")} ${alert.scopeId}`;
	const reached = alert.percent >= 100;
	const then = alert.soft
		? "It only warns: nothing is refused."
		: reached
			? "Calls that it limits are refused until it begins anew or is raised."
			: "When it is reached, calls that it limits are refused.";
	return {
		subject: `${alert.percent} % of a budget is spent`,
		paragraphs: [`${dollars(alert.spent)} of ${dollars(alert.limit)} are spent of the budget of ${whose}.`, then],
		path: "/usage",
		label: "Open usage",
	};
}
