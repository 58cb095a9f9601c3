import type { ProtocolFacts } from '../protocol-facts.ts'

const programs = 'two independent public programs that read this shoe'

export const angelEyeFacts: ProtocolFacts = {
  device: 'Angel Eye II-EX card shoe',
  line: { value: { baud: 4800, dataBits: 8, parity: 'none', stopBits: 1 }, mark: 'seen_twice', source: programs },
  framing: { value: 'ENQ SEQ DATA… ETX BCC BCC; operands have bit 7 set', mark: 'seen_twice', source: programs },
  frameBytesMax: {
    value: 64,
    mark: 'own_choice',
    source: 'a drawn card is 8 bytes; how long a changed setting is, is not known',
  },
  silenceMsMax: {
    value: null,
    mark: 'unverified',
    source: 'the shoe was seen to speak only when something happens; nobody saw a sign of life from an idle one',
  },
}
