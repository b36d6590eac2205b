import { defineConfig } from "vitest/config";

export default defineConfig({ test: { globalSetup: "@turnpike/test-services/global-setup" } });
