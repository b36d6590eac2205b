/**
 * What a connection of postgres 3.4.9 still holds when its socket has closed is let go: left as it is, a query that was sent
 * in the moment between a socket's `error` and its `close` never settles, nor does the end of the pool; a statement that was
 * not written yet is written in front of the next connection's greeting, or keeps it from being written at all, so that the
 * connection runs into its time-out again and again; and an old error answers the next query. A server that closes while it
 * greets is asked again at once, for ever. (Known to its users: porsager/postgres 1097, 1142, 1186, 1193, 1208.)
 */

const EXECUTE = `    if (stream)
      return queryError(q, Errors.generic('COPY_IN_PROGRESS'`;

const NEXT_WRITE = `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`;

const TERMINATE = `      error(Errors.connection('CONNECTION_DESTROYED', options))

    clearImmediate(nextWriteTimer)
`;

const CLOSED_BEGIN = `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`;

const CLOSED_END = `    if (initial)
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
		// A transaction may still hold a connection that is gone: true keeps it where it is.
		[
			EXECUTE,
			`    if (!socket)\n      return queryError(q, Errors.connection('CONNECTION_CLOSED', options)), true\n\n${EXECUTE}`,
		],
		[
			NEXT_WRITE,
			NEXT_WRITE.replace("{\n", "{\n    if (!socket)\n      return chunk = nextWriteTimer = null, true\n\n"),
		],
		[TERMINATE, `${TERMINATE}    chunk = nextWriteTimer = null\n`],
		[
			CLOSED_BEGIN,
			CLOSED_BEGIN.replace(
				"(nextWriteTimer)\n",
				"(nextWriteTimer)\n    chunk = nextWriteTimer = errorResponse = results = null\n    result = new Result()\n    rows = 0\n",
			),
		],
		[
			CLOSED_END,
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
	],
};
