export { type ProviderWorld, paymentProviderContract, type WayToPay } from "./payment-provider.contract.ts";
