export {
	type Config,
	ConfigError,
	type OAuthSettings,
	type Pepper,
	type PlatformFeeConfig,
	type ProviderSettings,
	type RedisSettings,
	type Role,
	type SmtpSettings,
	type StripeConfig,
	type VersionedSecret,
} from "./config.ts";
export { type Environment, readConfig } from "./read-config.ts";
