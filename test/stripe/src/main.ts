// A Stripe account to try a server against: prints what to set, sends webhooks to the URL it is given.
import { StripeServer } from "./stripe-server.ts";

const [url = "http://localhost:8787/v1/stripe/webhook"] = process.argv.slice(2);
const secret = "whsec_of_the_test_server";
const server = await StripeServer.start({ secretKey: "sk_test_of_the_test_server", port: 12_111 });
server.webhooks.pointAt({ url, secret });
console.log(`STRIPE_API_BASE=${server.url} STRIPE_SECRET_KEY=${server.secretKey} STRIPE_WEBHOOK_SECRET=${secret}`);
