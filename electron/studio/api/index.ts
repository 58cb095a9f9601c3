/**
 * The studio's contract with its windows: what they see, and what a person can command. Served by the studio over
 * WebSocket on loopback, behind a secret made at each launch. It must never carry a picture.
 */

export * from './configuration.ts'
export * from './contract.ts'
