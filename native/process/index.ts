/**
 * Child processes: start them, supervise them with back-off, stop them for certain. In flows a child's specification, out
 * flow its state, its messages and its log lines. It must never give up on a child, and never leave one behind.
 */
export { backOffMs, failuresInARow } from './back-off.ts'
export { exitWithParent } from './exit-with-parent.ts'
export { collectSeldom } from './heap.ts'
export { type ChildSpec, type ChildState, SupervisedProcess } from './supervised-process.ts'
