import { type ReactNode, useRef } from 'react'
import { AttentionMark, StaleVeil } from '../../ui/index.ts'
import { keepFocus } from '../mixer/keep-focus.ts'
import type { FeedState } from '../preview/freshness.ts'
import { canDecode, useFeed } from '../preview/use-feed.ts'
import { Meter, useMeter } from './meter.tsx'
import type { Chip, Cover, Level } from './tile-words.ts'
import './tile.css'
import './tile-cover.css'

export interface TileProps {
  readonly feed: string
  readonly name: string
  /** `PGM` or `PVW`, on a bus. */
  readonly label?: 'PGM' | 'PVW'
  readonly tally: 'program' | 'preview' | 'none'
  /** What stands at the right end of the caption, with how it stands. */
  readonly numbers: { readonly text: string; readonly level: Level; readonly title?: string }
  readonly chips?: readonly Chip[]
  /** What lies over the picture, given how that stands in this window. */
  readonly coverOf: (feed: FeedState) => Cover
  /** `ok`, or the state of the source that ails. */
  readonly state: string
  readonly onOpen: () => void
  /** Where a hand acts on this feed. */
  readonly children?: ReactNode
  readonly 'data-testid': string
}

/** One picture of the multiview: always 16:9, with its light, its name, its rate, its sound, and a veil while it is old. */
export function Tile({
  feed,
  name,
  label,
  tally,
  numbers,
  chips = [],
  coverOf,
  state,
  onOpen,
  children,
  ...rest
}: TileProps) {
  const frame = useRef<HTMLButtonElement>(null)
  const { meter, onLevels } = useMeter()
  const shown = useFeed(frame, feed, { onLevels })
  const cover = canDecode ? coverOf(shown) : cannotDecode
  const [worst, ...others] = chips
  return (
    <figure className="tile" data-tally={tally} data-bus={label} data-feed={feed}>
      <button
        ref={frame}
        type="button"
        className="tile-picture"
        aria-label={`Show ${name} large`}
        title="Show it large"
        data-frames="0"
        data-source={state}
        data-live={shown.state === 'playing'}
        {...keepFocus}
        onClick={onOpen}
        {...rest}
      />
      <TileCover cover={cover} />
      <Meter meter={meter} />
      {worst !== undefined && cover?.kind !== 'veil' && (
        <ul className="tile-chips">
          <li data-level={worst.level} title={chips.map(({ title }) => title).join('\n')}>
            {worst.level !== 'ok' && <AttentionMark level={worst.level} />}
            <span>{worst.word}</span>
            {others.length > 0 && <span>+{others.length}</span>}
          </li>
        </ul>
      )}
      <figcaption className="tile-caption">
        {label !== undefined && <span className="tile-label">{label}</span>}
        <span className="tile-name">{name}</span>
        <span className="tile-numbers" data-level={numbers.level} title={numbers.title}>
          {numbers.text}
        </span>
      </figcaption>
      {children !== undefined && <div className="tile-actions">{children}</div>}
    </figure>
  )
}

const cannotDecode: Cover = {
  kind: 'words',
  text: 'This browser cannot decode the picture. Open the control room in Chromium 94 or newer, or in the Tablecast application.',
}

export function TileCover({ cover }: { readonly cover: Cover }) {
  if (cover === null) return null
  if (cover.kind === 'words') return <p className="tile-words">{cover.text}</p>
  return <StaleVeil word={cover.word} since={cover.since} />
}
