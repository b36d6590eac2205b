/** What a mail says, before it is given a form. Every member is plain text. */
export interface Letter {
	/** One line. */
	readonly subject: string;
	readonly paragraphs: readonly string[];
	/** What the reader is asked to do. */
	readonly action?: { readonly label: string; readonly url: string };
	/** Below, in small: why it was sent, what to do if it was not expected. */
	readonly footnote?: string;
}

export interface WrittenLetter {
	readonly subject: string;
	readonly text: string;
	readonly html: string;
}
