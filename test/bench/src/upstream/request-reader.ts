/** The body of the first whole request in these bytes, or nothing yet. Knows Content-Length and chunks. */
export function wholeRequest(bytes: Buffer): { readonly body: Buffer } | undefined {
	const end = bytes.indexOf("\r\n\r\n");
	if (end < 0) return undefined;
	const head = bytes.toString("latin1", 0, end);
	const body = bytes.subarray(end + 4);
	if (/\r\ntransfer-encoding: *chunked/i.test(head))
		return body.subarray(-5).toString("latin1") === "0\r\n\r\n" ? { body } : undefined;
	const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
	return body.length >= length ? { body } : undefined;
}
