import type { ClaimedMail } from "@turnpike/db";

/** What came of handing one mail to a mail server. */
export type Delivery =
	| { readonly kind: "sent" }
	/** The server will not take this mail, now or later. */
	| { readonly kind: "refused"; readonly reason: string }
	/** It may take this mail later. */
	| { readonly kind: "busy"; readonly trouble: string }
	/** It takes no mail of ours at the moment: away, or it refuses our login. */
	| { readonly kind: "away"; readonly trouble: string };

/** Hands mails to a mail server. Never rejects. */
export interface Mailer {
	send(mail: ClaimedMail): Promise<Delivery>;
	close(): void;
}
