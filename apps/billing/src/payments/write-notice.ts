import { type Letter, type WrittenLetter, writeLetter } from "@turnpike/mail";
import { formatUsd } from "@turnpike/money";
import { type Cents, type Notice, nanoOfCents } from "@turnpike/payments";

/** `$10.80` */
function dollars(cents: Cents): string {
	return `$${formatUsd(nanoOfCents(cents)).slice(0, -7)}`;
}

/** Puts what happened to an organisation's payments into a mail. @param publicUrl without a trailing slash. */
export function writeNotice(notice: Notice, publicUrl: string): WrittenLetter {
	const action = { label: "Open credits", url: `${publicUrl}/credits` };
	const footnote = "You get this because this address is on file for a Turnpike organisation.";
	return writeLetter({ ...letterOf(notice), action, footnote });
}

function letterOf(notice: Notice): Pick<Letter, "subject" | "paragraphs"> {
	switch (notice.kind) {
		case "frozen":
			return frozen(notice);
		case "unfrozen":
			return {
				subject: "Your account can be used again",
				paragraphs: ["What kept your Turnpike account from spending is settled. Calls are answered again."],
			};
		case "top_up_declined":
			return {
				subject: "An automatic top-up was declined",
				paragraphs: [
					`Your card was not charged ${dollars(notice.amountCents)}: ${notice.message}`,
					"It is tried again later. To be sure of your credit, buy some now or save another card.",
				],
			};
		case "top_up_needs_approval":
			return {
				subject: "An automatic top-up needs your approval",
				paragraphs: [
					`Your card's bank wants you to approve a payment of ${dollars(notice.amountCents)}, so it was not made.`,
					"Buy credit once by hand and approve it there, or save another card.",
				],
			};
		case "top_up_off":
			return {
				subject: "Automatic top-ups are switched off",
				paragraphs: [
					`Your account is not topped up any more: ${notice.message}`,
					"Save another card and switch top-ups on again, or buy credit by hand.",
				],
			};
		case "top_up_maximum":
			return {
				subject: "Automatic top-ups have reached this month's maximum",
				paragraphs: [
					`Another top-up would pass your monthly maximum of ${dollars(notice.monthlyMaxCents)}, so it was not made.`,
					"Raise the maximum or buy credit by hand; top-ups go on with the next month.",
				],
			};
	}
}

function frozen({ reason, amountCents }: Extract<Notice, { kind: "frozen" }>): Pick<Letter, "subject" | "paragraphs"> {
	const what =
		reason === "dispute"
			? `A payment of ${dollars(amountCents)} was disputed at its bank.`
			: `A payment of ${dollars(amountCents)} was reported as likely fraud by its card's network.`;
	return {
		subject: "Your account is frozen",
		paragraphs: [
			`${what} Until this is settled, calls are refused and automatic top-ups are off.`,
			"If it was a mistake, ask your bank to withdraw it, and answer this mail.",
		],
	};
}
