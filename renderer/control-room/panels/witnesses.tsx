import type { ReactNode } from 'react'
import type { Reading, TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, Panel, PocketBadge, Verdict } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { usePicture } from '../evidence/use-picture.ts'
import { WheelSector } from './wheel-sector.tsx'
import './witnesses.css'

/** What each witness said last of this round; late ones are for the record only. */
function claims(round: TableSnapshot['round']): {
  sensor: Reading | undefined
  vision: Reading | undefined
  differ: boolean
} {
  const last = (witness: Reading['witness']) =>
    round?.readings.findLast((reading) => reading.witness === witness && !reading.late)
  const sensor = last('sensor')
  const vision = last('vision')
  const differ = sensor?.pocket !== undefined && vision?.pocket !== undefined && sensor.pocket !== vision.pocket
  return { sensor, vision, differ }
}

/** The two witnesses side by side with the verdict between them; what differs is outlined. */
export function Witnesses({ table }: { readonly table: TableSnapshot }) {
  const { sensor, vision, differ } = claims(table.round)
  const decided = table.waiting === undefined
  const outlined = differ && !decided
  const camera = table.sources.find(({ id }) => id === table.visionSource)
  const eye = table.eyes.find(({ source }) => source === table.visionSource)
  // A camera without a picture comes first: then vision has nothing to say.
  const state = [camera?.attention, eye?.attention].find((each) => each !== undefined && each.level !== 'ok') ??
    camera?.attention ?? { level: 'ok', text: 'This table has no vision.' }
  return (
    <div className="witnesses">
      <Panel
        title="Sensor"
        className="witness"
        aside={<Attention level={table.sensor.attention.level}>{table.sensor.attention.text}</Attention>}
      >
        <Claim testId="sensor-reading" reading={sensor} outlined={outlined} idle="No number named yet.">
          <WheelSector pocket={sensor?.pocket} outlined={outlined} />
        </Claim>
        <footer className="witness-foot">
          <span>{table.sensor.state?.replaceAll('_', ' ') ?? 'state unknown'}</span>
          <span className="witness-number">
            {table.sensor.rotorRpm === undefined ? '– rpm' : `${table.sensor.rotorRpm.toFixed(1)} rpm`}
          </span>
        </footer>
        <footer className="witness-foot">
          <span className="witness-line" title="The wheel’s last line">
            {table.sensor.lastLine ?? 'no line yet'}
          </span>
        </footer>
      </Panel>
      <div className="witness-verdict">
        <Verdict verdict={table.round?.verdict} decided={decided} />
      </div>
      <Panel title="Camera" className="witness" aside={<Attention level={state.level}>{state.text}</Attention>}>
        <Claim testId="vision-reading" reading={vision} outlined={outlined} idle="No ball seen at rest yet.">
          <Crop url={vision?.cropUrl} outlined={outlined} />
        </Claim>
        <footer className="witness-foot">
          <span data-testid="vision-now">
            {eye?.abstains == null ? liveWords(table.camera) : `Vision abstains: ${eye.abstains}`}
          </span>
          {camera !== undefined && vision !== undefined && <ClipOf feed={camera.id} at={vision.capturedAt} />}
          <span className="witness-number">
            {table.camera === undefined ? '' : `${Math.round(table.camera.confidence * 100)} % sure`}
          </span>
        </footer>
        <footer className="witness-foot" data-testid="eye-numbers">
          <span title={eye && eyeTitle(eye)}>{eye && modelWords(eye)}</span>
          <span className="witness-number">{eye && `${eye.fps.toFixed(1)} fps · ${eye.readMs.toFixed(0)} ms`}</span>
          <span className="witness-skipped">{eye && `${eye.skipped} skipped`}</span>
        </footer>
      </Panel>
    </div>
  )
}

/** The seconds around what the camera says, looked at again. */
function ClipOf({ feed, at }: { readonly feed: string; readonly at: number }) {
  const setClip = useDesk((desk) => desk.setClip)
  return (
    <button
      type="button"
      className="witness-clip"
      title="Watch the ten seconds around it"
      data-testid="vision-clip"
      onClick={() => setClip({ feed, to: at })}
    >
      Clip
    </button>
  )
}

function Claim({
  testId,
  reading,
  outlined,
  idle,
  children,
}: {
  readonly testId: string
  readonly reading: Reading | undefined
  readonly outlined: boolean
  readonly idle: string
  readonly children: ReactNode
}) {
  return (
    <div className="claim" data-testid={testId} data-pocket={reading?.pocket}>
      <div className="claim-words" title={reading?.text}>
        <PocketBadge pocket={reading?.pocket} size="large" outlined={outlined} absent="no pocket named" />
        <p>{reading?.text ?? idle}</p>
      </div>
      <div className="claim-evidence">{children}</div>
    </div>
  )
}

function Crop({ url, outlined }: { readonly url: string | undefined; readonly outlined: boolean }) {
  const picture = usePicture(url)
  if (url === undefined) return <p className="crop-empty">The picture of the ball appears here.</p>
  if (picture === null) return <p className="crop-empty">The picture is no longer there.</p>
  return (
    <img
      className="crop"
      src={picture}
      alt="The ball as the camera saw it"
      data-outlined={outlined}
      data-testid="crop"
    />
  )
}

function liveWords(camera: TableSnapshot['camera']): string {
  if (camera === undefined) return 'Now: nothing seen'
  if (camera.kind === 'rolling') return 'Now: ball rolling'
  if (camera.kind === 'none') return 'Now: no ball'
  return camera.pocket === undefined ? 'Now: ball at rest' : `Now: ball at rest in ${camera.pocket}`
}

type Eye = TableSnapshot['eyes'][number]

function modelWords({ models }: Eye): string {
  return models.length === 0 ? 'no model yet' : models.map(({ id }) => id).join(', ')
}

/** Which files read the wheel, on what, and how often they shall. */
function eyeTitle({ models, provider, fpsWanted, skipped }: Eye): string {
  const files = models.map(({ id, sha256 }) => `${id}, SHA-256 ${sha256}`)
  const looks = `${fpsWanted} looks a second are wanted; ${skipped} pictures were skipped`
  return [...files, `${provider ?? 'Nothing'} runs them`, looks].join('\n')
}
