import { constants } from 'node:os'
import {
  AVERROR_DECODER_NOT_FOUND,
  AVERROR_EOF,
  AVERROR_HTTP_FORBIDDEN,
  AVERROR_HTTP_NOT_FOUND,
  AVERROR_HTTP_UNAUTHORIZED,
  AVERROR_INVALIDDATA,
  FFmpegError,
} from 'node-av'

export type SourceErrorCode =
  | 'unknown_host'
  | 'no_answer'
  | 'refused'
  | 'denied'
  | 'not_found'
  | 'busy'
  | 'nobody_called'
  | 'silent'
  | 'no_picture'
  | 'unknown_format'
  | 'ended'
  | 'unreadable'

/** Why a connection to a source failed or ended. The message is for the operator and never holds a password. */
export class SourceError extends Error {
  readonly code: SourceErrorCode

  constructor(code: SourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SourceError'
    this.code = code
  }
}

const { errno } = constants

/**
 * FFmpeg's error in words.
 * @param code negative, as FFmpeg gave it
 * @param place where the source is, without credentials: `10.0.0.5:554`, a path, a device
 */
export function sourceError(code: number, place: string): SourceError {
  const [kind, message] = meaning(code, place)
  return new SourceError(kind, message, { cause: new FFmpegError(code) })
}

function meaning(code: number, place: string): [SourceErrorCode, string] {
  switch (code) {
    case AVERROR_EOF:
      return ['ended', `${place} ended the connection`]
    case AVERROR_INVALIDDATA:
      return ['unknown_format', `What ${place} sends is not a stream of the expected kind`]
    case AVERROR_DECODER_NOT_FOUND:
      return ['unknown_format', `The picture of ${place} is in a format that cannot be decoded`]
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN:
    case -errno.EACCES:
    case -errno.EPERM:
      return ['denied', `${place} may not be opened: look at the name, the password and the permissions`]
    case AVERROR_HTTP_NOT_FOUND:
    case -errno.ENOENT:
    case -errno.ENODEV:
    case -errno.ENXIO:
      return ['not_found', `${place} is not there`]
    case -errno.EBUSY:
    case -errno.EADDRINUSE:
      return ['busy', `${place} is in use by another program`]
    case -errno.EADDRNOTAVAIL:
      return ['not_found', `This computer has no address ${place} to listen at`]
    case -errno.ECONNREFUSED:
      return ['refused', `${place} refuses the connection`]
    case -errno.ETIMEDOUT:
    case -errno.EHOSTUNREACH:
    case -errno.ENETUNREACH:
      return ['no_answer', `${place} does not answer`]
    case -errno.ECONNRESET:
    case -errno.EPIPE:
      return ['ended', `${place} broke the connection`]
    default:
      return ['unreadable', `${place} cannot be read: ${FFmpegError.strerror(code)}`]
  }
}

/** Why a connection ended, in words for the operator. */
export function inWords(cause: unknown): string {
  if (cause instanceof SourceError) return cause.message
  return `The source cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
}
