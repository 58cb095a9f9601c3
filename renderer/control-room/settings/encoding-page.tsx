import { useEffect, useState } from 'react'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Button } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { refusalWords } from '../link/refusal.ts'
import { replacedWords } from '../stats/stats-words.ts'
import { studio } from '../studio.ts'
import { NumberField, SelectField } from './field.tsx'
import { useSettings } from './settings-store.ts'
import './encoding-page.css'

type Encoders = TableSnapshot['encoders']

const rungsMax = 3
const probeMsMax = 120_000
const codecs = [
  ['h264', 'H.264: every viewer'],
  ['h265', 'H.265'],
  ['av1', 'AV1'],
] as const

/** How the program is encoded: its rungs, and by which encoder of this machine. */
export function EncodingPage({ encoders }: { readonly encoders: Encoders }) {
  const { draft, setDraft } = useSettings()
  if (draft === undefined) return null
  const { rungs, codec, encoder } = draft.ladder
  const setRungs = (next: typeof rungs) => setDraft({ ...draft, ladder: { ...draft.ladder, rungs: next } })
  const last = rungs.at(-1)
  return (
    <>
      <h3>Rungs, the largest first</h3>
      {rungs.map((_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rung is its place.
        <div key={i} className="settings-row rung-row" data-testid={`rung-row-${i}`}>
          <NumberField path={['ladder', 'rungs', i, 'width']} label="Width" unit="px" />
          <NumberField path={['ladder', 'rungs', i, 'height']} label="Height" unit="px" />
          <NumberField path={['ladder', 'rungs', i, 'fps']} label="Rate" unit="fps" />
          <NumberField path={['ladder', 'rungs', i, 'bitrate']} label="Bitrate" unit="kbit/s" scale={1000} />
          <Button
            disabledReason={rungs.length === 1 ? 'A program has at least one rung.' : undefined}
            onClick={() => setRungs(rungs.filter((_, other) => other !== i))}
          >
            Remove
          </Button>
        </div>
      ))}
      <Button
        className="settings-add"
        disabledReason={rungs.length >= rungsMax ? `A program has at most ${rungsMax} rungs.` : undefined}
        onClick={() => setRungs([...rungs, half(last)])}
      >
        Add a rung
      </Button>
      <h3>Encoder</h3>
      <div className="settings-fields">
        <SelectField path={['ladder', 'codec']} label="Codec" options={codecs} />
        <SelectField
          path={['ladder', 'encoder']}
          label="Encoder"
          hint={
            encoder === 'auto'
              ? 'The best that works, and the next when it fails'
              : 'Another one takes over when it fails'
          }
          options={[
            ['auto', 'Automatic'],
            ...encoders.known
              .filter((each) => each.usable && each.codec === codec)
              .map(({ name, family }) => [name, `${name} (${family})`] as const),
          ]}
        />
        <NumberField
          path={['ladder', 'playoutDelay', 'minMs']}
          label="Playout delay, at least"
          unit="ms"
          hint="0 and 0: shown at once"
        />
        <NumberField path={['ladder', 'playoutDelay', 'maxMs']} label="Playout delay, at most" unit="ms" />
      </div>
      <Capabilities encoders={encoders} />
    </>
  )
}

/** A quarter of the picture above it. */
function half(above: { width: number; height: number; fps: number; bitrate: number } | undefined) {
  const { width, height, fps, bitrate } = above ?? { width: 1280, height: 720, fps: 30, bitrate: 8_000_000 }
  return { width: (width / 4) * 2, height: (height / 4) * 2, fps, bitrate: Math.round(bitrate / 3 / 10_000) * 10_000 }
}

/** Every encoder of this machine as last tried by really encoding; what cannot be used says why in the driver's words. */
function Capabilities({ encoders }: { readonly encoders: Encoders }) {
  const operator = useDesk((desk) => desk.operator)
  const [probe, setProbe] = useState<{ state: 'idle' | 'running' } | { state: 'refused'; text: string }>({
    state: 'idle',
  })
  // The answer says that it was begun; what came out comes with the view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list itself is the news.
  useEffect(() => setProbe({ state: 'idle' }), [JSON.stringify(encoders.known)])
  const run = async () => {
    setProbe({ state: 'running' })
    try {
      await studio().picture.probe({ operator }, { signal: AbortSignal.timeout(probeMsMax) })
      setProbe({ state: 'idle' })
    } catch (error) {
      setProbe({ state: 'refused', text: refusalWords(error) })
    }
  }
  const blocked =
    probe.state === 'running'
      ? 'Every encoder is being tried.'
      : operator === ''
        ? 'Say who you are first, at the top right of the room.'
        : undefined
  return (
    <section className="capabilities" aria-label="Encoders of this machine" data-testid="capabilities">
      <header>
        <h3>On this machine</h3>
        <span className="settings-outcome" role="status" data-kind={probe.state}>
          {probe.state === 'running'
            ? 'Trying every encoder. It takes some seconds.'
            : probe.state === 'refused'
              ? probe.text
              : ''}
        </span>
        <Button
          data-testid="probe"
          aria-busy={probe.state === 'running'}
          disabledReason={blocked}
          onClick={() => void run()}
        >
          Try again
        </Button>
      </header>
      {encoders.replaced !== null && <p className="capabilities-alarm">{replacedWords(encoders.replaced)}</p>}
      {probe.state === 'running' && <progress aria-label="Trying every encoder" />}
      <table>
        <thead>
          <tr>
            {['Encoder', 'Family', 'Codec', '720p', 'At once', 'Usable'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {encoders.known.map(({ name, family, codec, usable, why, fps, sessionsMax }) => (
            <tr key={name} data-usable={usable}>
              <th scope="row">{name}</th>
              <td>{family}</td>
              <td>{codec}</td>
              <td>{fps === null ? '–' : `${fps.toFixed(0)} fps`}</td>
              <td>{sessionsMax ?? '–'}</td>
              <td className="capabilities-why">
                {usable ? (
                  <>
                    <AttentionMark level="ok" /> yes
                  </>
                ) : (
                  (why ?? 'no')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {encoders.known.length === 0 && (
        <p className="settings-hint">No encoder was tried yet. It is done when the media process starts.</p>
      )}
    </section>
  )
}
