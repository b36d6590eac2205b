import type { Queries } from "../connect.ts";

/** A privileged act: who did what to which thing. */
export interface Act {
	/** `operator`, or the name of a user or key: `user:usr_…`, `key:key_…`. */
	readonly actor: string;
	/** Whose it concerns, and who may read of it; undefined: nobody's in particular. */
	readonly organisationId?: string;
	/** `key.create`, `credit.grant`, … */
	readonly action: string;
	readonly target: string;
	readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Writes an act to the audit log, in the transaction that carries it out. */
export async function recordAct(tx: Queries, act: Act): Promise<void> {
	await tx`insert into audit_log (organisation_id, actor, action, target, detail)
		values (${act.organisationId ?? null}, ${act.actor}, ${act.action}, ${act.target}, ${JSON.stringify(act.detail)}::text::jsonb)`;
}
