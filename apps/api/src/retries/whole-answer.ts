/** A whole answer, as it was or would have been sent. */
export interface WholeAnswer {
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}
