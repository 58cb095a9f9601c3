import { parseArgs } from 'node:util'

export type Asked = { readonly images: readonly string[]; readonly json: boolean } & (
  | { readonly what: 'cards' }
  | { readonly what: 'wheel'; readonly calibration: string }
)

/** What the tool's command line asks for; null when it can do no such thing. Pure. */
export function asked(args: readonly string[]): Asked | null {
  try {
    const [what, ...rest] = args
    const { values, tokens } = parseArgs({
      args: rest,
      allowPositionals: true,
      tokens: true,
      options: {
        images: { type: 'string', multiple: true },
        calibration: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    // A shell spreads `--images *.jpg` over arguments of which all but the first stand alone.
    const images = tokens.flatMap((token) =>
      token.kind === 'positional' || (token.kind === 'option' && token.name === 'images') ? (token.value ?? []) : [],
    )
    const { calibration, json } = values
    if (images.length === 0) return null
    if (what === 'cards' && calibration === undefined) return { what, images, json }
    if (what === 'wheel' && calibration !== undefined) return { what, images, json, calibration }
    return null
  } catch {
    return null
  }
}
