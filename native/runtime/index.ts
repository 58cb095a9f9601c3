/**
 * How the programs that are not source are obtained: packages, Node 24, media worker, PostgreSQL, Electron, a browser, and
 * the built windows. In flows the name of a program to run, out flow those parts in its environment and a set-up that is
 * idempotent. It must never leave a part half-made, nor get one from where the package's own authors do not publish.
 */

/** Sets up what is missing, then runs a program: plain JavaScript for any Node from 20 on. */
export const runProgram = new URL('./run.mjs', import.meta.url)
