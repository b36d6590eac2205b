import postgres from "postgres";

/** The URL of another database on the same server. */
export function urlOf(server: string, database: string): string {
	const url = new URL(server);
	url.pathname = `/${database}`;
	return url.href;
}

/** Run something in the server's own database, on a connection that is closed afterwards. */
export async function onServer<Result>(
	server: string,
	work: (sql: postgres.Sql) => PromiseLike<Result>,
): Promise<Result> {
	const sql = postgres(server, { max: 1, onnotice: () => {} });
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
}
