import { useEffect, useState } from 'react'
import { Attention, Button } from '../../../ui/index.ts'
import type { Path } from '../draft.ts'
import { useSettings } from '../settings-store.ts'
import { wheelFindings } from './check-words.ts'
import type { Point, WheelCalibration } from './ellipse.ts'
import { LookCover } from './look-cover.tsx'
import { type Handle, PictureStage } from './picture-stage.tsx'
import { changed, type Undoable, undoable, undone } from './undoable.ts'
import { useLook } from './use-look.ts'
import {
  calibrationOf,
  kindAfter,
  type MarkKind,
  marked,
  markedZero,
  marksOf,
  moved,
  noMarks,
  rimPointsMax,
  rimPointsMin,
  shifted,
  type WheelMarks,
} from './wheel-marks.ts'
import { WheelOverlay } from './wheel-overlay.tsx'

/** A hand that still moves is not disturbed by checks. */
const checkAfterMs = 250
/** While it is checked live there is a new picture this often, and after a refusal. */
const liveEveryMs = 700

const steps: readonly (readonly [MarkKind, string])[] = [
  ['centre', 'Centre'],
  ['rim', 'Rim of the numbers'],
  ['zero', 'Zero'],
]

/** Tells vision where the wheel stands: by hand on a picture, or found by vision itself; and shows at once what it sees then. */
export function WheelCalibrator({
  source,
  path,
  current,
  saved,
}: {
  /** Whose picture it is. */
  readonly source: { readonly id: string; readonly name: string }
  /** Of the calibration, in the settings. */
  readonly path: Path
  /** As it is in the draft; null: the wheel was never marked. */
  readonly current: WheelCalibration | null
  /** As it is at work; null: it is not yet. */
  readonly saved: WheelCalibration | null
}) {
  const setValue = useSettings((settings) => settings.setValue)
  const looking = useLook(source.id)
  const { still, look, asking, answers, ask } = looking
  const [marks, setMarks] = useState(() => undoable(current === null ? noMarks : marksOf(current)))
  const [placing, setPlacing] = useState<MarkKind | null>(current === null ? 'centre' : null)
  const [live, setLive] = useState(false)
  const [notFound, setNotFound] = useState(false)
  const calibration = calibrationOf(marks.now)
  const key = JSON.stringify(calibration)

  const take = (next: Undoable<WheelMarks>) => {
    setMarks(next)
    setNotFound(false)
    const found = calibrationOf(next.now)
    if (found !== null) setValue(path, found)
  }
  const change = (now: WheelMarks, gesture: string | null = null) => take(changed(marks, now, gesture))

  // What vision sees with these marks: again whenever they change, and while it is live again and again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the calibration, and an answer is what it waits for.
  useEffect(() => {
    if (still === null || calibration === null) return
    const timer = setTimeout(
      () => void ask(live ? 'new' : 'kept', { kind: 'wheel', calibration }),
      live ? liveEveryMs : checkAfterMs,
    )
    return () => clearTimeout(timer)
  }, [key, live, live ? answers : still, ask])

  const find = async () => {
    const found = (await ask('new', { kind: 'find_wheel' }))?.found
    if (found === undefined) return
    if (found === null) setNotFound(true)
    else {
      change(marksOf(found.calibration))
      setPlacing('zero')
    }
  }
  const renew = () => {
    setMarks(changed(marks, { ...marks.now, zero: null }))
    void ask('new', { kind: 'still' })
  }

  const seen = calibration === null ? null : (look?.sight ?? null)
  return (
    <div className="calibrator">
      {still === null ? (
        <LookCover looking={looking} name={source.name} />
      ) : (
        <PictureStage
          still={still}
          label={stageLabel(source.name, placing)}
          cross={crossOf(marks.now, placing)}
          handles={handlesOf(marks.now, calibration !== null)}
          onPlace={
            placing === null
              ? undefined
              : (at) => {
                  const next = marked(marks.now, placing, at)
                  change(next)
                  setPlacing(kindAfter(next, placing))
                }
          }
          onMove={(handle, to, gesture) => {
            const { centre } = marks.now
            const whole = handle === 'centre' && calibration !== null && centre !== null
            change(
              whole ? shifted(marks.now, to[0] - centre[0], to[1] - centre[1]) : moved(marks.now, handle, to),
              gesture,
            )
          }}
        >
          {calibration !== null && (
            <WheelOverlay
              calibration={calibration}
              zero={seen?.zero ?? markedZero(marks.now)}
              ball={seen?.state === 'resting' || seen?.state === 'rolling' ? seen.ball : null}
            />
          )}
        </PictureStage>
      )}
      <div className="calibrator-hand">
        <ol className="calibrator-steps">
          {steps.map(([kind, name], i) => (
            <li key={kind}>
              <button
                type="button"
                aria-pressed={placing === kind}
                data-testid={`mark-${kind}`}
                disabled={still === null}
                onClick={() => setPlacing(placing === kind ? null : kind)}
              >
                <span className="calibrator-number">{i + 1}</span>
                <strong>{name}</strong>
                <span className="calibrator-progress">{progressOf(marks.now, kind)}</span>
              </button>
            </li>
          ))}
        </ol>
        <p className="settings-hint" role="status">
          {hintOf(placing, marks.now)}
        </p>
        <div className="calibrator-tools">
          <Button
            data-testid="find-wheel"
            aria-busy={asking === 'find_wheel'}
            disabledReason={
              still === null
                ? 'There is no picture.'
                : asking === 'find_wheel'
                  ? 'Vision looks for the wheel.'
                  : undefined
            }
            onClick={() => void find()}
          >
            Find the wheel
          </Button>
          <Button
            data-testid="marks-undo"
            disabledReason={marks.past.length === 0 ? 'Nothing was changed here.' : undefined}
            onClick={() => take(undone(marks))}
          >
            Undo
          </Button>
          <Button
            data-testid="marks-anew"
            disabledReason={still === null ? 'There is no picture.' : undefined}
            onClick={() => {
              change(noMarks)
              setPlacing('centre')
            }}
          >
            Mark anew
          </Button>
          <Button
            data-testid="marks-reset"
            disabledReason={
              saved === null
                ? 'It was never saved.'
                : JSON.stringify(current) === JSON.stringify(saved)
                  ? 'It is as it was saved.'
                  : undefined
            }
            onClick={() => {
              if (saved === null) return
              change(marksOf(saved))
              // Exactly as it was: marks stand for it up to a hair.
              setValue(path, saved)
              setPlacing(null)
            }}
          >
            As saved
          </Button>
          <Button disabledReason={live ? 'It is renewed by itself.' : undefined} onClick={renew}>
            New picture
          </Button>
        </div>
        {asking === 'find_wheel' && <progress aria-label="Vision looks for the wheel" />}
        <section className="calibrator-check" aria-label="What vision sees with these marks" data-testid="vision-check">
          <div role="status">
            {notFound && (
              <Attention level="attention">No wheel was found. Mark it yourself: centre first, then the rim.</Attention>
            )}
            {looking.refused !== null && still !== null && <Attention level="attention">{looking.refused}</Attention>}
            {calibration === null && (
              <p>{`Mark the centre and at least ${rimPointsMin} points of the rim: then vision says here what it sees.`}</p>
            )}
            {seen !== null &&
              wheelFindings(seen, markedZero(marks.now)).map(({ level, text }) => (
                <Attention key={text} level={level}>
                  {text}
                </Attention>
              ))}
          </div>
          <label className="field-check">
            <input
              type="checkbox"
              data-testid="check-live"
              checked={live}
              disabled={calibration === null}
              onChange={({ target }) => {
                // The rotor turns: a mark on it holds for one picture.
                setMarks(changed(marks, { ...marks.now, zero: null }))
                setLive(target.checked)
              }}
            />
            <span>Check on the live picture</span>
          </label>
        </section>
      </div>
    </div>
  )
}

function stageLabel(name: string, placing: MarkKind | null): string {
  const does = placing === null ? 'choose a mark first' : `Enter marks the ${placing}`
  return `Picture of ${name}. Arrows move the crosshair, with Shift by ten pixels; ${does}.`
}

/** The keyboard begins where the mark is already, or else in the middle. */
function crossOf({ centre, rim, zero }: WheelMarks, placing: MarkKind | null): Point {
  const middle: Point = centre ?? [0.5, 0.28]
  if (placing === 'zero') return zero ?? rim[0] ?? middle
  return placing === 'rim' ? (rim.at(-1) ?? middle) : middle
}

function handlesOf({ centre, rim, zero }: WheelMarks, whole: boolean): Handle[] {
  const middle = whole
    ? ({ label: 'Whole wheel', shape: 'whole' } as const)
    : ({ label: 'Centre', shape: 'point' } as const)
  return [
    ...(centre === null ? [] : [{ id: 'centre', at: centre, ...middle }]),
    ...rim.map((at, i) => ({ id: `rim-${i}`, at, label: `Rim point ${i + 1}` })),
    ...(zero === null ? [] : [{ id: 'zero', at: zero, label: 'Zero' }]),
  ]
}

function progressOf({ centre, rim, zero }: WheelMarks, kind: MarkKind): string {
  if (kind === 'rim') return `${rim.length} of ${rimPointsMax}`
  return (kind === 'centre' ? centre : zero) === null ? 'not marked' : 'marked'
}

function hintOf(placing: MarkKind | null, { rim }: WheelMarks): string {
  switch (placing) {
    case null:
      return 'Drag a mark, or Tab to it and press an arrow (with Shift: 10 px). The middle moves all.'
    case 'centre':
      return 'Click the middle of the wheel: the tip of its turret.'
    case 'rim':
      return rim.length < rimPointsMin
        ? 'Click points on the outer edge of the printed numbers, far from each other.'
        : 'One more makes it better; or go on to the zero.'
    case 'zero':
      return 'Click the zero in this very picture: only to compare it with what vision sees.'
  }
}
