import { useState } from 'react'
import type { TableSnapshot } from '../../../../electron/studio/api/index.ts'
import { AttentionMark, Button } from '../../../ui/index.ts'
import { hasIssues, type PictureSettings } from '../draft.ts'
import { useSettings } from '../settings-store.ts'
import { EyeEditor } from './eye-editor.tsx'
import { eyesMax, freshEye } from './eyes.ts'
import './vision-page.css'

/** What vision looks at: an eye for each camera that it reads, and one of them in detail. */
export function VisionPage({ table }: { readonly table: TableSnapshot }) {
  const { draft, setDraft, issues } = useSettings()
  const [chosen, setChosen] = useState(0)
  if (draft === undefined) return null
  const { vision, sources } = draft
  const at = Math.min(chosen, vision.length - 1)
  const eye = vision[at]
  const fresh = freshEye(draft)
  const atWork = table.eyes.find(({ source }) => source === eye?.source)
  const setVision = (next: PictureSettings['vision']) => setDraft({ ...draft, vision: next })
  const add = () => {
    if (fresh === undefined) return
    setVision([...vision, fresh])
    setChosen(vision.length)
  }
  const full =
    vision.length >= eyesMax
      ? `A table has at most ${eyesMax} eyes.`
      : fresh === undefined
        ? 'Every source has its eye already.'
        : undefined
  return (
    <div className="vision">
      <div className="vision-eyes">
        {vision.map(({ source, reads }, i) => (
          <button
            key={source}
            type="button"
            aria-current={i === at}
            data-testid={`eye-${source}`}
            onClick={() => setChosen(i)}
          >
            {hasIssues(issues, ['vision', i]) && (
              <AttentionMark level="attention" label="Something here cannot be used" />
            )}
            {sources.find(({ id }) => id === source)?.name ?? source} · {reads.kind}
          </button>
        ))}
        <Button data-testid="add-eye" disabledReason={full} onClick={add}>
          Add an eye
        </Button>
        <p className="vision-now" data-testid="eye-now" data-level={atWork?.attention.level}>
          {atWork === undefined ? '' : atWork.abstains === null ? `Now: ${atWork.says ?? '–'}` : atWork.attention.text}
        </p>
      </div>
      {eye === undefined ? (
        <p className="settings-empty" data-testid="no-eyes">
          This table has no vision: a person decides every round, as one witness is never enough. Add an eye.
        </p>
      ) : (
        <EyeEditor
          key={`${eye.source} ${eye.reads.kind}`}
          at={at}
          eye={eye}
          table={table}
          onRemove={() => setVision(vision.filter((_, i) => i !== at))}
        />
      )}
    </div>
  )
}
