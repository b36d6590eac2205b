/**
 * Mends of postgres 3.4.9, in the order of its file.
 *
 * A statement that cannot be written (a value that no type takes) fails alone. As released, one that was to be sent behind
 * another is left in the queue of those that were sent: from then on each statement gets the answer of another one.
 *
 * What a connection holds when its socket has closed is let go. As released, a query that was sent in the moment between a
 * socket's `error` and its `close` never settles, nor does the end of the pool; a statement that was not written yet is written
 * in front of the next connection's greeting, or keeps it from being written at all, so that the connection runs into its
 * time-out again and again; and an old error answers the next query. A server that closes while it greets is asked again at
 * once, for ever. A connection that is ended while it waits to connect again connects all the same. A cursor that its reader
 * leaves after its connection broke ends the process. (Known to its users: porsager/postgres 1097, 1142, 1186, 1193, 1208.)
 */

/** What follows a text, put behind it. */
const behind = (text, more) => [text, text + more];
/** The first of two texts, replaced by the second, within a text that says where. */
const within = (text, from, to) => [text, text.replace(from, () => to)];

const EXECUTE = `      q.state = backend
      query
        ? sent.push(q)
        : (query = q, query.active = true)

      build(q)
      return write(toBuffer(q))
`;

const EXECUTE_FAILED = `      sent.length === 0 && write(Sync)
      errored(error)
      return true`;

const CLOSED = `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    closedTime = performance.now()
    hadError && options.shared.retries++
`;

export default {
	package: "postgres",
	version: "3.4.9",
	files: ["src/connection.js", "cf/src/connection.js"],
	changes: [
		behind("    , nextWriteTimer = null\n", "    , reconnectTimer = null\n"),
		// Where a transaction sends to a connection that is gone, true leaves the connection where it is.
		within(
			"      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))\n\n    if (stream)",
			"options))\n\n",
			"options)), true\n\n    if (!socket)\n      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true\n\n",
		),
		[
			EXECUTE,
			`      q.state = backend
      build(q)
      const bytes = toBuffer(q)

      query
        ? sent.push(q)
        : (query = q, query.active = true)

      return write(bytes)
`,
		],
		[
			EXECUTE_FAILED,
			`      query || (query = q, write(Sync))
      queryError(q, error)
      return true`,
		],
		behind("  function nextWrite(fn) {\n", "    if (!socket)\n      return chunk = nextWriteTimer = null, true\n\n"),
		within("  function reconnect() {\n    setTimeout(", "setTimeout(", "reconnectTimer = setTimeout("),
		behind(
			"      error(Errors.connection('CONNECTION_DESTROYED', options))\n\n    clearImmediate(nextWriteTimer)\n",
			"    clearTimeout(reconnectTimer)\n    chunk = nextWriteTimer = null\n",
		),
		within(
			"    incomings = null\n    clearImmediate(nextWriteTimer)\n    socket.removeListener",
			"(nextWriteTimer)\n",
			"(nextWriteTimer)\n    chunk = nextWriteTimer = errorResponse = results = null\n    result = new Result()\n    rows = 0\n",
		),
		[
			CLOSED,
			`    // There may be another host to try; else the query has been told, or is now.
    if (initial && (hadError || options.host.length > 1))
      return reconnect()

    const greeting = initial;
    (initial || query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = null
    ended && (ended(), ending = ended = null)
    closedTime = performance.now();
    (hadError || greeting) && options.shared.retries++
`,
		],
		within(
			"      const x = await Promise.resolve(query.cursorFn(result))\n",
			"(query.cursorFn(result))\n",
			"(q.cursorFn(result))\n      if (query !== q)\n        return\n",
		),
		within("  async function PortalSuspended() {\n    try {", "{\n    try", "{\n    const q = query\n    try"),
		within(
			"      write(Sync)\n      query.reject(err)\n",
			/write\(Sync\)\n +query/,
			"query === q && write(Sync)\n      q",
		),
	],
};
