export type DialectName = "openai-chat" | "anthropic" | "sandbox";
