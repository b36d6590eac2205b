/** Where somebody comes who came for nothing in particular. */
export const HOME = "/usage";
/** Where somebody comes who has just signed up. */
export const FIRST_HOME = "/start";

/** A page of ours to go on to: a path, never another site. */
export function nextPath(text: string | undefined, otherwise: string): string {
	return text !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(text) ? text : otherwise;
}
