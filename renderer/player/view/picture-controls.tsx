import { Button } from '../../ui/index.ts'
import type { PictureQuality, PictureSound } from '../gateway/index.ts'
import { usePlayerState } from './context.ts'

const qualities = { auto: 'Auto', medium: 'Medium', low: 'Low' } as const satisfies Record<PictureQuality, string>
const soundWords = { on: 'Sound on', off: 'Sound off', none: 'No sound' } as const satisfies Record<
  PictureSound,
  string
>

/** Whether the table is heard, and how much of the line its picture may take. */
export function PictureControls() {
  const wish = usePlayerState((now) => now.pictureWish)
  const setWish = usePlayerState((now) => now.setPictureWish)
  const sound = usePlayerState((now) => (now.picture.state === 'live' ? now.picture.sound : 'off'))
  return (
    <div className="picture-controls">
      <Button
        variant="quiet"
        className="sound"
        hotkey="M"
        aria-pressed={wish.sound}
        aria-label="Sound"
        data-testid="sound"
        title={sound === 'none' ? 'This table sends no sound.' : undefined}
        onClick={() => setWish({ ...wish, sound: !wish.sound })}
      >
        <Speaker on={sound === 'on'} />
        <span className="sound-word">{soundWords[sound]}</span>
      </Button>
      <label className="quality">
        <span className="quality-word">Picture</span>
        <select
          value={wish.quality}
          aria-label="Picture quality"
          data-testid="quality"
          onChange={({ target }) => {
            const quality = ordered.find((one) => one === target.value)
            if (quality) setWish({ ...wish, quality })
          }}
        >
          {ordered.map((quality) => (
            <option key={quality} value={quality}>
              {qualities[quality]}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

const ordered: readonly PictureQuality[] = ['auto', 'medium', 'low']

function Speaker({ on }: { readonly on: boolean }) {
  return (
    <svg className="speaker" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2.5 6v4h2.5l3.5 3V3L5 6z" />
      {on ? <path d="M11 5.5a3.5 3.5 0 0 1 0 5M12.8 3.5a6.3 6.3 0 0 1 0 9" /> : <path d="m11 6 4 4m0-4-4 4" />}
    </svg>
  )
}
