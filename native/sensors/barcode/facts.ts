import type { ProtocolFacts } from '../protocol-facts.ts'

const program = 'one public program that reads such a scanner'

export const barcodeFacts: ProtocolFacts = {
  device: 'line barcode scanner for playing cards',
  line: {
    value: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
    mark: 'unverified',
    source: 'what scanners are commonly sold with; each is set up by barcodes of its own manual',
  },
  framing: { value: 'lines of four digits, suit and rank × 10, ended by CR and/or LF', mark: 'seen', source: program },
  frameBytesMax: {
    value: 16,
    mark: 'own_choice',
    source: 'a card is 4 bytes; a longer code of another thing is refused',
  },
  silenceMsMax: { value: null, mark: 'seen', source: `${program}: it speaks when a card is scanned` },
}
