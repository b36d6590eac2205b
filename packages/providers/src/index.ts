export type {
	AnswerReading,
	Dialect,
	DialectName,
	FrameReading,
	StreamDecoder,
	StreamMeter,
	Target,
	UpstreamRequest,
} from "./dialect.ts";
export type { Vendor } from "./vendor.ts";
