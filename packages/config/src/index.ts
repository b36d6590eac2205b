export {
	type Config,
	ConfigError,
	type OAuthSettings,
	type Pepper,
	type ProviderSettings,
	type RedisSettings,
	type Role,
	type SmtpSettings,
	type VersionedSecret,
} from "./config.ts";
export { type Environment, readConfig } from "./read-config.ts";
