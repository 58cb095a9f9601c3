/**
 * What every service stands on: its settings, log, HTTP server and typed client, database, and the bus between services.
 * Contracts and environment variables flow in; a running, observable, closable service flows out. It must never know a
 * round, a bet or a balance, and it never lets an internal error's text leave a process.
 */
export { Bus } from './bus.ts'
export type { BusEvent, BusSubscription } from './bus-subscription.ts'
export { Database } from './database.ts'
export { createLog, type Log } from './log.ts'
export type { DatabaseClient } from './migrations.ts'
export { closeWithParent } from './parent.ts'
export { isRefusal, refusal } from './refusal.ts'
export { secretFile } from './secret-file.ts'
export { type RunningService, startService } from './service.ts'
export { type ServiceClient, serviceClient } from './service-client.ts'
export { createServiceRoles, serviceDatabaseUrl, superuser } from './service-roles.ts'
export { databaseUrlSetting, portSetting, readSettings, secretSetting } from './settings.ts'
