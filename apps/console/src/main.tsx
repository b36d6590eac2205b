import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "./api/query-client.ts";
import { makeRouter } from "./router.tsx";
import "./theme/theme.css";

const queries = makeQueryClient();
const router = makeRouter(queries);
const container = document.getElementById("root");
if (container === null) throw new Error("the page has no #root");

createRoot(container).render(
	<StrictMode>
		<CSPProvider disableStyleElements>
			<QueryClientProvider client={queries}>
				<RouterProvider router={router} />
			</QueryClientProvider>
		</CSPProvider>
	</StrictMode>,
);
