/**
 * The embedded PostgreSQL: a folder and a port flow in, a running server with the services' roles and schemas flows out.
 * It must never run two servers on one folder, never leave one behind, and never trade durability for speed.
 */
export { serverAccount } from './account.ts'
export { type EmbeddedServer, startServer } from './server.ts'
