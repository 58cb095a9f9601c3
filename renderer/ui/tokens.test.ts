import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Tokens = Record<string, string>

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The custom properties of the first rule whose selector names `selector`. */
function tokensOf(selector: string): Tokens {
  const start = css.indexOf(selector)
  if (start < 0) throw new Error(`no rule ${selector}`)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
}

/** WCAG relative luminance of an opaque `oklch(L C H)`, by the published OKLab matrices. */
function luminance(oklch: string): number {
  const [, l, c, h] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(oklch) ?? []
  if (l === undefined || c === undefined || h === undefined) throw new Error(`not an opaque colour: ${oklch}`)
  const lightness = Number(l)
  const a = Number(c) * Math.cos((Number(h) * Math.PI) / 180)
  const b = Number(c) * Math.sin((Number(h) * Math.PI) / 180)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channel = (value: number) => Math.min(1, Math.max(0, value))
  const red = channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short)
  const green = channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short)
  const blue = channel(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

const dark = tokensOf('[data-theme="dark"]')
const themes: Record<string, Tokens> = {
  dark,
  light: { ...dark, ...tokensOf('[data-theme="light"]') },
  contrast: { ...dark, ...tokensOf('[data-theme="contrast"]') },
}
const surfaces = ['surface-0', 'surface-1', 'surface-2']

describe.each(Object.keys(themes))('theme %s', (theme) => {
  const ratio = (one: string, other: string) => contrast(themes[theme]?.[one] ?? '', themes[theme]?.[other] ?? '')

  it.each(surfaces)('text reads on %s: the strong at 7:1, the quiet at 4.5:1', (surface) => {
    expect(ratio('text-1', surface)).toBeGreaterThanOrEqual(7)
    expect(ratio('text-2', surface)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['focus', 'attention', 'alarm'])('%s reads as text on every surface, and carries text', (colour) => {
    for (const surface of surfaces) expect(ratio(colour, surface), surface).toBeGreaterThanOrEqual(4.5)
    expect(ratio(`on-${colour}`, colour)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['tally-program', 'tally-preview'])('%s carries its label', (colour) => {
    expect(ratio(`on-${colour}`, colour)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['pocket-red', 'pocket-black', 'pocket-green'])('%s carries its number', (colour) => {
    expect(ratio('on-pocket', colour)).toBeGreaterThanOrEqual(4.5)
  })
})

it('knows black on white', () => {
  expect(contrast('oklch(0 0 0)', 'oklch(1 0 0)')).toBeCloseTo(21, 3)
})
