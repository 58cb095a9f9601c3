import { ortc } from 'mediasoup'
import type { DtlsParameters, RtpCapabilities } from 'mediasoup/types'
import { z } from 'zod'

/** A browser lists some 60 codecs and extensions; more is not a browser. */
const entriesMax = 200

/** What a viewer's browser can receive, as mediasoup's own check sees it. */
export const rtpCapabilities = z.custom<RtpCapabilities>((value) => {
  const form = z.object({
    codecs: z.array(z.unknown()).max(entriesMax),
    headerExtensions: z.array(z.unknown()).max(entriesMax),
  })
  if (!form.safeParse(value).success) return false
  try {
    // The type is what this very call finds out.
    ortc.validateAndNormalizeRtpCapabilities(value as RtpCapabilities)
    return true
  } catch {
    return false
  }
}, 'These are not the RTP capabilities of a browser')

/** The viewer's side of the DTLS handshake (RFC 8122: fingerprints in upper- or lower-case hexadecimal). */
export const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).default('auto'),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){19,63}$/i),
      }),
    )
    .min(1)
    .max(10),
}) satisfies z.ZodType<DtlsParameters>
