/** Frame lengths by the configuration in an Opus packet's first byte (RFC 6716, 3.1), ms: SILK, hybrid, CELT. */
const silkMs = [10, 20, 40, 60]
const hybridMs = [10, 20]
const celtMs = [2.5, 5, 10, 20]

/** How long a packet sounds, ms (RFC 6716, 3.1 and 3.2). */
export function opusDurationMs(packet: Buffer): number {
  const head = packet[0] ?? 0
  const configuration = head >> 3
  const frameMs =
    (configuration < 12
      ? silkMs[configuration % 4]
      : configuration < 16
        ? hybridMs[configuration % 2]
        : celtMs[configuration % 4]) ?? 0
  const code = head & 3
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f
  return frameMs * frames
}
