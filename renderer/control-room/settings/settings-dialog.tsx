import { Tabs } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, AttentionMark, Button, Dialog } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { hasIssues, type Path, pathWords } from './draft.ts'
import { EncodingPage } from './encoding-page.tsx'
import { RecordPage } from './record-page.tsx'
import { ScenesPage } from './scenes-page.tsx'
import { isDirty, useSettings } from './settings-store.ts'
import { SoundPage } from './sound-page.tsx'
import { SourcesPage } from './sources-page.tsx'
import { VisionPage } from './vision/vision-page.tsx'
import './settings-dialog.css'

type Page = 'sources' | 'vision' | 'scenes' | 'encoding' | 'sound' | 'record'
/** Each page, with the parts of the settings that lie on it. */
const pages: readonly (readonly [Page, string, readonly Path[]])[] = [
  ['sources', 'Sources', [['sources']]],
  ['vision', 'Vision', [['vision']]],
  ['scenes', 'Scenes', [['mix']]],
  ['encoding', 'Encoding', [['ladder']]],
  ['sound', 'Sound', [['sound']]],
  ['record', 'Recording', [['record']]],
]

/** Everything about the table's picture that a person configures. What is at work changes only when it is saved. */
export function SettingsDialog({ table, live }: { readonly table: TableSnapshot; readonly live: boolean }) {
  const { settingsOpen, setSettingsOpen } = useDesk()
  const dirty = useSettings(isDirty)
  const [asksToDrop, setAsksToDrop] = useState(false)
  const applySettings = useSettings((settings) => settings.applySettings)

  useEffect(() => {
    if (settingsOpen) void applySettings()
    setAsksToDrop(false)
  }, [settingsOpen, applySettings])
  useEffect(() => {
    if (!settingsOpen || !dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [settingsOpen, dirty])

  const close = () => {
    if (dirty && !asksToDrop) setAsksToDrop(true)
    else setSettingsOpen(false)
  }
  return (
    <Dialog open={settingsOpen} onOpenChange={(open) => !open && close()} title="Settings" size="page">
      <Loaded retry={() => void applySettings()}>
        <SettingsPages table={table} />
        {asksToDrop && dirty ? (
          <footer className="settings-foot" role="alert">
            <Attention level="attention">Your changes are not saved.</Attention>
            <Button data-testid="settings-drop" onClick={() => setSettingsOpen(false)}>
              Drop them
            </Button>
            <Button variant="primary" onClick={() => setAsksToDrop(false)}>
              Keep editing
            </Button>
          </footer>
        ) : (
          <Foot live={live} onClose={close} />
        )}
      </Loaded>
    </Dialog>
  )
}

function Loaded({ retry, children }: { readonly retry: () => void; readonly children: ReactNode }) {
  const load = useSettings((settings) => settings.load)
  if (load.state === 'ready') return children
  return (
    <div className="settings-empty" data-testid="settings-empty">
      {load.state === 'loading' ? (
        <p role="status">Reading the settings.</p>
      ) : (
        <>
          <p role="alert">{load.text}</p>
          <Button onClick={retry}>Try again</Button>
        </>
      )}
    </div>
  )
}

function SettingsPages({ table }: { readonly table: TableSnapshot }) {
  const [page, setPage] = useState<string>('sources')
  const issues = useSettings((settings) => settings.issues)
  return (
    <Tabs.Root className="settings" value={page} onValueChange={setPage}>
      <Tabs.List className="settings-tabs" aria-label="Settings">
        {pages.map(([id, name, parts]) => (
          <Tabs.Trigger key={id} value={id} className="settings-tab" data-testid={`settings-${id}`}>
            {name}
            {parts.some((part) => hasIssues(issues, part)) && (
              <AttentionMark level="attention" label="Something here cannot be used" />
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {issues.length > 0 && (
        <ul className="settings-issues" data-testid="settings-issues">
          {issues.map(({ path, message }) => (
            <li key={`${path.join('.')} ${message}`}>
              <strong>{pathWords(path)}</strong>: {message}
            </li>
          ))}
        </ul>
      )}
      <Tabs.Content value="sources" className="settings-page" data-columns="2">
        <SourcesPage table={table} />
      </Tabs.Content>
      <Tabs.Content value="vision" className="settings-page">
        <VisionPage table={table} />
      </Tabs.Content>
      <Tabs.Content value="scenes" className="settings-page">
        <ScenesPage />
      </Tabs.Content>
      <Tabs.Content value="encoding" className="settings-page">
        <EncodingPage encoders={table.encoders} />
      </Tabs.Content>
      <Tabs.Content value="sound" className="settings-page">
        <SoundPage table={table} />
      </Tabs.Content>
      <Tabs.Content value="record" className="settings-page">
        <RecordPage record={table.record} />
      </Tabs.Content>
    </Tabs.Root>
  )
}

function Foot({ live, onClose }: { readonly live: boolean; readonly onClose: () => void }) {
  const operator = useDesk((desk) => desk.operator)
  const { saving, outcome, save, applySettings } = useSettings()
  const dirty = useSettings(isDirty)
  const blocked = !live
    ? 'The studio is away.'
    : operator === ''
      ? 'Say who you are first: close this, then at the top right.'
      : saving
        ? 'Waiting for the studio’s answer.'
        : outcome?.kind === 'stale'
          ? 'Look at what is there now first.'
          : !dirty
            ? 'Nothing is changed.'
            : undefined
  return (
    <footer className="settings-foot">
      <span className="settings-outcome" role="status" data-testid="settings-outcome" data-kind={outcome?.kind}>
        {saving ? 'Saving.' : (outcome?.text ?? (dirty ? 'Changed, not saved yet.' : ''))}
      </span>
      {outcome?.kind === 'stale' && (
        <Button data-testid="settings-reload" onClick={() => void applySettings()}>
          Show what is there now
        </Button>
      )}
      <Button onClick={onClose}>Close</Button>
      <Button
        variant="primary"
        data-testid="settings-save"
        disabledReason={blocked}
        onClick={() => void save(operator)}
      >
        Save
      </Button>
    </footer>
  )
}
