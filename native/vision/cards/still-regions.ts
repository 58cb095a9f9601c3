import type { Point } from '../frame.ts'
import type { CardLook } from './card.ts'
import { centreOf, contains } from './quad.ts'
import { type SmallLayout, smallHeight, smallWidth } from './small-picture.ts'
import { type CardZone, zoneAt } from './zone.ts'

/** A sample that differs by more than this has changed, of 255: above a camera's noise, below a pip on white. */
const differenceMin = 20
/** A region has changed when more than this share of its samples have. */
const changedShareMin = 0.01
/** A region is left alone after so many looks at the same picture: each look is a vote, and noise differs. */
const looksMax = 5
/** Every second px of the small picture, across and down, is compared. */
const samplePx = 2

type Found = Pick<CardLook, 'sightings' | 'unread'>

interface Region {
  readonly zone: CardZone
  /** Where the samples' green lies in the small picture. */
  readonly offsets: Int32Array
  /** The samples at the last look. */
  readonly seen: Uint8Array
  /** Looks at this picture. */
  looks: number
  found: Found
}

/** Remembers what was seen in each zone, so that only what has changed is read again. */
export class StillRegions {
  readonly #zones: readonly CardZone[]
  #regions: readonly Region[] = []
  #open: readonly CardZone[] = []
  #width = 0
  #height = 0

  constructor(zones: readonly CardZone[]) {
    this.#zones = zones
  }

  /**
   * Compares each zone with the picture in which it was last read, and opens those that are to be read.
   * @param small 640 × 360 RGB24
   * @returns `still`: no zone is to be read
   */
  compare(
    small: Uint8Array,
    layout: SmallLayout,
    frame: { readonly width: number; readonly height: number },
  ): 'still' | 'open' {
    if (frame.width !== this.#width || frame.height !== this.#height) {
      this.#width = frame.width
      this.#height = frame.height
      this.#regions = this.#zones.map((zone) => regionOf(zone, layout, frame.width))
    }
    for (const region of this.#regions) {
      if (hasChanged(region, small)) region.looks = 0
      if (region.looks < looksMax)
        for (let i = 0; i < region.seen.length; i++) region.seen[i] = small[region.offsets[i] ?? 0] ?? 0
    }
    this.#open = this.#regions.filter(({ looks }) => looks < looksMax).map(({ zone }) => zone)
    return this.#open.length === 0 ? 'still' : 'open'
  }

  /** @param point px of the frame */
  isOpen(point: Point): boolean {
    const zone = zoneAt(this.#zones, point, this.#width)
    return zone !== undefined && this.#open.includes(zone)
  }

  /** Takes what was read in the open zones, and gives what is known of all. */
  merged(found: Found): Found {
    for (const region of this.#regions) {
      if (!this.#open.includes(region.zone)) continue
      const isHere = ({ quad }: Found['unread'][number]) =>
        zoneAt(this.#zones, centreOf(quad), this.#width) === region.zone
      region.found = { sightings: found.sightings.filter(isHere), unread: found.unread.filter(isHere) }
      region.looks++
    }
    return this.kept()
  }

  /** What is known of all zones. */
  kept(): Found {
    return {
      sightings: this.#regions.flatMap(({ found }) => found.sightings),
      unread: this.#regions.flatMap(({ found }) => found.unread),
    }
  }
}

function regionOf(zone: CardZone, { scale, left, top }: SmallLayout, width: number): Region {
  const offsets: number[] = []
  for (let y = 0; y < smallHeight; y += samplePx) {
    for (let x = 0; x < smallWidth; x += samplePx) {
      const point: Point = [(x + 0.5 - left) / scale / width, (y + 0.5 - top) / scale / width]
      if (contains(zone.quad, point)) offsets.push((y * smallWidth + x) * 3 + 1)
    }
  }
  return {
    zone,
    offsets: Int32Array.from(offsets),
    seen: new Uint8Array(offsets.length),
    looks: 0,
    found: { sightings: [], unread: [] },
  }
}

function hasChanged({ offsets, seen }: Region, small: Uint8Array): boolean {
  let changed = 0
  for (let index = 0; index < offsets.length; index++) {
    const difference = (small[offsets[index] ?? 0] ?? 0) - (seen[index] ?? 0)
    if (difference > differenceMin || difference < -differenceMin) changed++
  }
  return changed > changedShareMin * offsets.length
}
