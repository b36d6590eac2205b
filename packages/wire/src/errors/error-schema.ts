import * as z from "zod";
import { ERROR_CODES, type ErrorCode } from "./codes.ts";

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];
const details = z.record(z.string(), z.unknown());

/** An error as `/v1` says it. */
export const openAiErrorSchema = z.object({
	error: z.object({
		message: z.string().meta({ description: "What was wrong, where, and what would be right." }),
		type: z.string(),
		param: z
			.string()
			.nullable()
			.meta({ description: "Where, as a path.", examples: ["messages[0].role"] }),
		code: z.enum(codes),
		metadata: details.optional(),
	}),
});

/** An error as `/api/v1` says it. */
export const openRouterErrorSchema = z.object({
	error: z.object({
		code: z.int().meta({ description: "The HTTP status." }),
		message: z.string(),
		metadata: z.looseObject({
			error_type: z.string().meta({ description: "OpenRouter's word for it." }),
			error_code: z.enum(codes),
			param: z.string().optional(),
		}),
	}),
});

/** An error as `/messages` says it, on both roots. */
export const anthropicErrorSchema = z.object({
	type: z.literal("error"),
	error: z.object({ type: z.string(), message: z.string() }),
	request_id: z.string(),
});
