/**
 * The outbox: what happened at the table goes to the backend, in order, each event until it is acknowledged. In flow
 * events that are already in the store, out flow deliveries. It must never drop, skip or reorder one, and never give up.
 */
export { type BackendClients, backendTable, connectBackend } from './backend-client.ts'
export { type BackendTable, Delivery, type DeliveryState } from './delivery.ts'
