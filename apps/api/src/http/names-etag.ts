/**
 * Whether an `If-None-Match` names an answer's etag (RFC 9110, section 13.1.2: compared weakly, since whoever packs an
 * answer on its way may make its etag weak).
 */
export function namesEtag(header: string | null | undefined, etag: string): boolean {
	const named = (header ?? "").split(",").map((each) => each.trim());
	return named.some((each) => each === "*" || bare(each) === bare(etag));
}

function bare(etag: string): string {
	return etag.replace(/^W\//, "");
}
