import * as z from "zod";
import { count, instantText } from "./fields.ts";
import { givenName } from "./names.ts";

/** The body of `POST /projects` and of `PATCH /projects/{id}`. */
export const projectRequest = z.strictObject({ name: givenName });

export const projectObject = z.object({
	id: z.string(),
	name: z.string(),
	keys: count.meta({ description: "Keys in it that are not revoked." }),
	created_at: instantText,
});

export const projectAnswer = z.object({ data: projectObject });
export const projectListAnswer = z.object({ data: z.array(projectObject) });

export type ProjectObject = z.infer<typeof projectObject>;
