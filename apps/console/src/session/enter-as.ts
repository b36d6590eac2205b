/**
 * Goes to a page as somebody else than before, or as nobody, or in another organisation: the document is fetched anew, so
 * that nothing read before is left in it.
 */
export function enterAs(path: string): void {
	location.assign(path);
}
