/** An open line to a device, whatever carries it. */
export interface Connection {
  /** Resolves with why, when the line is gone; never rejects. */
  readonly ended: Promise<string>
  /** @returns false when the line does not take it */
  write(text: string): boolean
  close(): Promise<void>
}
