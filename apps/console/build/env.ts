/** A build is one for production whatever started it: React's development build is twice the size. */
export function buildEnvironment(): NodeJS.ProcessEnv {
	return { ...process.env, NODE_ENV: "production" };
}
