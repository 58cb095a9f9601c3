import type { Random } from '../art/index.ts'
import { deflectorAngle, deflectorCount, pocketCount, pocketPitch, radii, wheelOrder } from '../art/index.ts'

/** Where the ball is: angle in rad (clockwise), radius and height over the wheel's surface in px of the picture. */
export interface BallPosition {
  readonly angle: number
  readonly radius: number
  readonly height: number
}

/** The ball's way through one spin; `at` gives null where it is not on the wheel. Times in world s. */
export interface BallPath {
  readonly at: (time: number) => BallPosition | null
  /** When it comes to rest, leaves the wheel, or is caught. */
  readonly endsAt: number
  readonly pocket: number | null
  /** Where it lies against the rotor from then on. */
  readonly rest: RestingBall | null
}

/** A ball in a pocket: angle relative to the rotor in rad, radius in px. */
export interface RestingBall {
  readonly relative: number
  readonly radius: number
}

interface Launch {
  readonly at: number
  /** 1 clockwise, −1 anticlockwise. */
  readonly direction: 1 | -1
  /** When the ball leaves the track. */
  readonly dropsAt: number
  /** rad/s; a full push when left out. */
  readonly speed?: number
  readonly rotorAngle: (time: number) => number
}

interface Track {
  readonly angle: (time: number) => number
  readonly speedAtDrop: number
}

/** Each rad in the track costs the ball this part of its speed: what the drag makes of a full push. */
const dragPerRad = 0.032
/** At this speed the ball leaves the track, rad/s. */
const dropSpeed = 3.1

/** @returns with what speed a ball must be pushed to run `turns` in the track, rad/s, and how long that takes */
export function pushFor(turns: number): { readonly speed: number; readonly seconds: number } {
  const speed = dropSpeed * Math.exp(dragPerRad * turns * 2 * Math.PI)
  return { speed, seconds: (1 / dropSpeed - 1 / speed) / dragPerRad }
}

/** In the track air drag slows the ball with the square of its speed: speed = v₀ / (1 + a·t). */
function trackOf(random: Random, launch: Launch): Track {
  const start = random.between(0, 2 * Math.PI)
  const speed = launch.speed ?? random.between(10.6, 12.4)
  const speedAtDrop = dropSpeed + random.between(-0.2, 0.2)
  const drag = (speed / speedAtDrop - 1) / (launch.dropsAt - launch.at)
  const angle = (time: number) =>
    start + (launch.direction * speed * Math.log(1 + drag * Math.max(0, time - launch.at))) / drag
  return { angle, speedAtDrop }
}

/** The first moment after the drop at which the falling ball crosses a deflector, and that deflector's angle. */
function firstDeflector(track: Track, launch: Launch, fallSeconds: number): number {
  const spacing = (2 * Math.PI) / deflectorCount
  const soonest = launch.dropsAt + fallSeconds
  const offset = (time: number) => launch.direction * (track.angle(time) - deflectorAngle(0))
  const target = Math.ceil(offset(soonest) / spacing) * spacing
  let [low, high] = [soonest, soonest + (2 * spacing) / track.speedAtDrop]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (offset(middle) < target) low = middle
    else high = middle
  }
  return high
}

const mix = (from: number, to: number, part: number) => from + (to - from) * part

function fall(track: Track, launch: Launch, hitAt: number, time: number): BallPosition {
  const part = Math.max(0, (time - launch.dropsAt) / (hitAt - launch.dropsAt))
  return { angle: track.angle(time), radius: mix(radii.track, radii.deflector, part * part), height: 0 }
}

/** One hop over the pockets, in the rotor's frame. Angles relative to the rotor, rad. */
interface Hop {
  readonly from: number
  readonly until: number
  readonly startAngle: number
  readonly endAngle: number
  readonly height: number
}

/** Hops that die away against the rotor's frets and end in the middle of a pocket. */
function hopsFrom(random: Random, landsAt: number, relative: number, relativeSpeed: number): Hop[] {
  const hops: Hop[] = []
  const count = 2 + random.below(2)
  let [from, angle, speed] = [landsAt, relative, relativeSpeed * random.between(0.55, 0.8)]
  for (let index = 0; index < count; index++) {
    const seconds = random.between(0.42, 0.55) * 0.72 ** index
    const free = angle + speed * seconds
    const endAngle = index === count - 1 ? Math.round(free / pocketPitch) * pocketPitch : free
    hops.push({ from, until: from + seconds, startAngle: angle, endAngle, height: 26 * 0.5 ** index })
    ;[from, angle, speed] = [from + seconds, endAngle, speed * random.between(0.35, 0.55)]
  }
  return hops
}

/** How long the ball rattles between two frets before it lies still, s. */
const rattleSeconds = 0.4

/**
 * A spin that ends in a pocket: turns in the track (four or more after a full push), a deflector, a few hops, and rest in a
 * pocket that turns with the rotor.
 */
export function settlingBall(random: Random, launch: Launch): BallPath {
  const track = trackOf(random, launch)
  const hitAt = firstDeflector(track, launch, random.between(0.7, 0.95))
  const landsAt = hitAt + random.between(0.38, 0.52)
  const hitAngle = track.angle(hitAt)
  const speedAfterHit = launch.direction * track.speedAtDrop * random.between(0.3, 0.75)
  const landAngle = hitAngle + speedAfterHit * (landsAt - hitAt)
  const kick = random.between(4, 14)

  const rotorSpeed = (launch.rotorAngle(landsAt + 0.01) - launch.rotorAngle(landsAt)) / 0.01
  const hops = hopsFrom(random, landsAt, landAngle - launch.rotorAngle(landsAt), speedAfterHit - rotorSpeed)
  const last = hops[hops.length - 1] as Hop
  const slot = Math.round(last.endAngle / pocketPitch)
  const lean = random.between(-0.13, 0.13) * pocketPitch
  const [rattle, endsAt] = [random.between(0.16, 0.24) * pocketPitch, last.until + rattleSeconds]

  const at = (time: number): BallPosition | null => {
    if (time < launch.at) return null
    if (time < launch.dropsAt) return { angle: track.angle(time), radius: radii.track, height: 0 }
    if (time < hitAt) return fall(track, launch, hitAt, time)
    if (time < landsAt) {
      const part = (time - hitAt) / (landsAt - hitAt)
      const arc = 4 * part * (1 - part)
      const radius = mix(radii.deflector, radii.rest + 6, part ** 1.4) + kick * arc
      return { angle: hitAngle + speedAfterHit * (time - hitAt), radius, height: kick * arc }
    }
    const hop = hops.find((one) => time < one.until)
    if (hop) {
      const part = (time - hop.from) / (hop.until - hop.from)
      const arc = 4 * part * (1 - part)
      const angle = launch.rotorAngle(time) + mix(hop.startAngle, hop.endAngle, part)
      return { angle, radius: radii.rest + 6 + hop.height * 0.35 * arc, height: hop.height * arc }
    }
    const settled = Math.min(1, (time - last.until) / rattleSeconds)
    const swing = Math.sin(settled * 5 * Math.PI) * rattle * (1 - settled) ** 2
    const relative = last.endAngle + lean * settled + swing
    return { angle: launch.rotorAngle(time) + relative, radius: mix(radii.rest + 6, radii.rest, settled), height: 0 }
  }
  const pocket = wheelOrder[((slot % pocketCount) + pocketCount) % pocketCount] ?? null
  return { at, endsAt, pocket, rest: { relative: last.endAngle + lean, radius: radii.rest } }
}

/** A ball that a deflector throws out of the wheel. */
export function leavingBall(random: Random, launch: Launch): BallPath {
  const track = trackOf(random, launch)
  const hitAt = firstDeflector(track, launch, random.between(0.7, 0.95))
  const flightSeconds = 0.55
  const at = (time: number): BallPosition | null => {
    if (time < launch.at || time > hitAt + flightSeconds) return null
    if (time < launch.dropsAt) return { angle: track.angle(time), radius: radii.track, height: 0 }
    if (time < hitAt) return fall(track, launch, hitAt, time)
    const part = (time - hitAt) / flightSeconds
    const angle = track.angle(hitAt) + launch.direction * 0.5 * part
    return { angle, radius: mix(radii.deflector, radii.bowl + 130, part), height: 70 * 4 * part * (1 - part * 0.8) }
  }
  return { at, endsAt: hitAt + flightSeconds, pocket: null, rest: null }
}

/** A ball that only runs in the track until the dealer catches it at `dropsAt`. */
export function caughtBall(random: Random, launch: Launch): BallPath {
  const track = trackOf(random, launch)
  const at = (time: number): BallPosition | null =>
    time < launch.at || time > launch.dropsAt ? null : { angle: track.angle(time), radius: radii.track, height: 0 }
  return { at, endsAt: launch.dropsAt, pocket: null, rest: null }
}
