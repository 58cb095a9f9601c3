import { type Random, randomStream } from '../art/index.ts'
import { encodeStatus, encodeWinningNumber, type WheelCommand } from '../sensors/index.ts'
import { speedToRpm } from './rotor-motion.ts'
import type { World } from './world.ts'

/** What leaves the wheel at one moment: one line, or two that were bunched. */
export interface Transmission {
  /** World s. */
  readonly at: number
  readonly text: string
}

const statusSeconds = 0.5
/** A wheel says nothing for some seconds after power-on; this one is quick. */
const powerOnSeconds = 1
/** One status in twenty comes together with the next, as on a real wheel. */
const bunchedShare = 0.05
const corruptShare = 0.4

const answers = {
  hello: '*K\r\n',
  version: '*V 2.10\r\n',
  start: '*u 1\r\n',
  restart: '*R\r\n',
  host_controlled: '*o 1159\r\n',
}

/** The wheel's voice: turns the world into SlingShot lines, pure but for the world it looks at. */
export class WheelTransmitter {
  readonly #world: World
  readonly #random: Random
  #statusAt = powerOnSeconds
  #saidSpin = 0
  /** The last number that the wheel reported: shown until the next result. */
  #shown: number | null = null
  #held = ''
  /** The last bare number as it went out, and whether noise changed it. */
  #bare = { field: '', changed: false }

  constructor(world: World) {
    this.#world = world
    this.#random = randomStream(world.seed, 'wheel')
  }

  /** Everything the wheel says by `time` (world s); takes the world along. */
  advance(time: number): Transmission[] {
    const sent: Transmission[] = []
    for (;;) {
      const numberAt = this.#numberAt()
      const at = Math.min(this.#statusAt, numberAt)
      if (at > time) break
      this.#world.advance(at)
      if (at === numberAt) sent.push(...this.#sayNumber(at))
      else sent.push(...this.#sayStatus(at))
    }
    this.#world.advance(time)
    return this.#world.faults.has('sensor_silent') ? [] : sent
  }

  /** Obeys a command. @returns the wheel's answer; nothing when it stays silent */
  answer(command: WheelCommand): string {
    const stageBefore = this.#world.stage.name
    if (command.type === 'restart') this.#world.restart()
    if (command.type === 'start') this.#world.power(true)
    if (command.type === 'power') this.#world.power(command.on)
    if (this.#world.faults.has('sensor_silent') || this.#world.time < powerOnSeconds) return ''
    if (command.type === 'status') return this.#status()
    if (command.type === 'power') return `*P ${command.on ? 1 : 0}\r\n`
    // Only an idle wheel tests itself; one in play ignores the command.
    if (command.type === 'self_test') return stageBefore === 'closed' || stageBefore === 'before_game' ? '*F 0\r\n' : ''
    return answers[command.type]
  }

  #numberAt(): number {
    const { index, reported, stages } = this.#world.plan
    if (index === null || reported === null || index === this.#saidSpin) return Number.POSITIVE_INFINITY
    return stages.find(({ name }) => name === 'winning_number')?.from ?? Number.POSITIVE_INFINITY
  }

  #sayNumber(at: number): Transmission[] {
    const { index, reported } = this.#world.plan
    this.#saidSpin = index ?? 0
    this.#shown = reported
    const line = encodeWinningNumber(reported ?? 0)
    const noisy = this.#throughNoise(line)
    this.#bare = { field: noisy.trimEnd().padStart(2), changed: noisy !== line }
    // A status held back until now was said before this number, so it goes out before it.
    return this.#release(at, noisy)
  }

  #sayStatus(at: number): Transmission[] {
    this.#statusAt += statusSeconds
    const line = this.#status()
    let noisy = this.#throughNoise(line)
    // Noise is blind: it must never tell the same lie twice, or it would be no noise but a wrong sensor.
    if (noisy !== line && this.#bare.changed && noisy.includes(`;${this.#bare.field};`))
      noisy = `${line.slice(0, 9)}\r\n`
    if (this.#held === '' && this.#random.chance(bunchedShare)) {
      this.#held = noisy
      return []
    }
    return this.#release(at, noisy)
  }

  #release(at: number, line: string): Transmission[] {
    const text = this.#held + line
    this.#held = ''
    return [{ at, text }]
  }

  #status(): string {
    const { plan, stage, spin, rotorSpeed } = this.#world
    return encodeStatus({
      state: stage.name,
      spin: plan.index ?? spin,
      number: this.#shown,
      warnings: stage.warning ? [stage.warning] : [],
      rotorRpm: speedToRpm(rotorSpeed),
      direction: rotorSpeed < 0 ? 'anticlockwise' : 'clockwise',
    })
  }

  #throughNoise(line: string): string {
    if (!this.#world.faults.has('sensor_corrupt') || !this.#random.chance(corruptShare)) return line
    const body = line.trimEnd()
    const place = this.#random.below(body.length)
    switch (this.#random.below(4)) {
      case 0:
        return `${body.slice(0, place)}\r\n`
      case 1:
        return `${body.slice(0, place)}${body}\r\n`
      case 2:
        return `${body.slice(0, place)}${String.fromCharCode(33 + this.#random.below(90))}${body.slice(place + 1)}\r\n`
      default:
        return `${this.#flipDigit(body)}\r\n`
    }
  }

  /** One digit becomes another: the line still looks right. */
  #flipDigit(body: string): string {
    const digits = [...body.matchAll(/\d/g)]
    const digit = digits[this.#random.below(digits.length)]
    if (!digit) return body
    const other = (Number(digit[0]) + 1 + this.#random.below(9)) % 10
    return body.slice(0, digit.index) + other + body.slice(digit.index + 1)
  }
}
