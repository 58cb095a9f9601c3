import { fontFamily, turnedMetal } from './art-tools.ts'
import { deflectorCount, radii } from './wheel-geometry.ts'
import type { WheelStyle } from './wheel-style.ts'

/** The virtual studio's wheel: mahogany, brass and steel. */
export const classicStyle: WheelStyle = {
  radii,
  rim: {
    stops: [
      [0, '#2d1408'],
      [0.2, '#5d2f14'],
      [0.5, '#7d4620'],
      [0.8, '#552a12'],
      [1, '#1e0d05'],
    ],
    grain: { strokes: 900, strength: 1.5 },
    gloss: 1,
  },
  rimRing: turnedMetal,
  track: {
    stops: [
      [0, '#54290f'],
      [0.25, '#44200c'],
      [0.7, '#34180a'],
      [1, '#140803'],
    ],
    grain: { strokes: 800, strength: 0.9 },
    gloss: 1,
  },
  apron: {
    stops: [
      [0, '#2a1206'],
      [0.3, '#4d2510'],
      [0.75, '#75401d'],
      [0.95, '#8a4f26'],
      [1, '#a5683a'],
    ],
    grain: { strokes: 1500, strength: 1.2 },
    gloss: 1,
  },
  deflectors: { count: deflectorCount, long: 15, short: 5, mean: 132, swing: 108 },
  pockets: {
    green: { ringOuter: '#0d8a44', ringInner: '#0a6f37', floorOuter: '#0a5f30', floorInner: '#053a1d' },
    red: { ringOuter: '#c4161f', ringInner: '#a31018', floorOuter: '#8d0e15', floorInner: '#51070b' },
    black: { ringOuter: '#1d1d20', ringInner: '#141416', floorOuter: '#131315', floorInner: '#070708' },
  },
  pads: null,
  numerals: { weight: 700, family: fontFamily, size: 17, colour: '#f3efe4', turn: 0 },
  frets: {
    width: 1.8,
    stops: [
      [0, '#8d8d90'],
      [0.5, '#c9c9c8'],
      [1, '#98989a'],
    ],
    shadow: { width: 2.2, alpha: 0.5 },
    line: { width: 1, colour: 'rgba(214, 196, 150, 0.75)' },
  },
  rings: {
    stops: [
      [0, '#b9b9b8'],
      [0.25, '#8f8f92'],
      [0.5, '#b9b9b8'],
      [0.75, '#8f8f92'],
      [1, '#b9b9b8'],
    ],
    pockets: 2.4,
    cone: 2.4,
    gloss: 1,
  },
  cone: {
    stops: [
      [0, '#7a4420'],
      [0.45, '#643415'],
      [0.9, '#3f1d0a'],
      [1, '#211005'],
    ],
    grain: { strokes: 700, strength: 1 },
    gloss: 1,
  },
  rays: {
    count: 8,
    inner: 62,
    outer: 128,
    half: 7,
    broadest: 34 / 66,
    colours: ['#2c1206', '#8f5a2c'],
    edge: 'rgba(224, 196, 140, 0.75)',
  },
  turret: {
    metal: ['#fff3cf', '#e0bd72', '#a87a35', '#5c3c12'],
    arms: 4,
    armLength: 56,
    armHalf: { inner: 5, outer: 3 },
    knob: 7,
    hub: 30,
    top: 10,
    steps: [30, 21, 12],
    stepColour: 'rgba(70, 42, 10, 0.55)',
  },
  shade: 1,
  ball: [
    [0, '#ffffff'],
    [0.45, '#f6f5f0'],
    [0.8, '#d9d7cf'],
    [1, '#98958c'],
  ],
}
