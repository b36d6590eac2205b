import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { siteFiles } from "./build/site-files.ts";

const API = "http://127.0.0.1:8787";
/** What the API answers; everything else is a page. */
const API_PATHS = ["/v1", "/api", "/openapi.json", "/checkout"];

export default defineConfig({
	plugins: [react(), tailwindcss(), siteFiles()],
	build: {
		target: "es2023",
		// A file inlined as a data: URL would need a hole in the content security policy.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
	},
	// `npm run dev` at the root serves the API; `npx vite` here serves the console in front of it, reloading in place.
	server: { proxy: Object.fromEntries(API_PATHS.map((path) => [path, { target: API, changeOrigin: false }])) },
});
