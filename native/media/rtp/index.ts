/**
 * The way from the encoders to the SFU: encoded pictures and sound in, RTP packets out on one UDP socket, and the
 * receiver's answers back (key frames asked for, packets to send again). It must never wait for a receiver, look into a
 * picture further than its units, or send anything in the clear to a target that has a key.
 */
export { nalUnits } from './nal-units.ts'
export { RtpSession } from './session.ts'
