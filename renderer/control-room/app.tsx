import { useEffect } from 'react'
import { ClipDialog } from './clip/clip-dialog.tsx'
import { DecisionPanel } from './decision/decision-panel.tsx'
import { useDesk } from './desk-store.ts'
import { EvidenceDialog } from './evidence/evidence-dialog.tsx'
import { Scenes, Transitions } from './mixer/mixer.tsx'
import { FullView } from './multiview/full-view.tsx'
import { Buses, gridOf, Sources } from './multiview/multiview.tsx'
import { Arriving, ConnectionBanner } from './panels/connection-banner.tsx'
import { HelpDialog, OperatorDialog } from './panels/dialogs.tsx'
import { FaultsPanel } from './panels/faults.tsx'
import { Header } from './panels/header.tsx'
import { PhasePanel } from './panels/phase-panel.tsx'
import { ProcessesDialog } from './panels/processes.tsx'
import { Records } from './panels/records.tsx'
import { Witnesses } from './panels/witnesses.tsx'
import { previewHub } from './preview/preview-hub.ts'
import { SettingsDialog } from './settings/settings-dialog.tsx'
import { StatsDock } from './stats/stats-dock.tsx'
import { useStudio } from './studio-store.ts'
import './app.css'

export function App() {
  const { connection, view, viewAt, clockOffsetMs, records, faults } = useStudio()
  const live = connection.state === 'open'
  const title = windowTitle(live, view?.table)
  useEffect(() => {
    document.title = title
  }, [title])

  const previewUrl = view?.previewUrl ?? null
  useEffect(() => previewHub.setAddress(previewUrl), [previewUrl])
  const covered = useDesk((desk) => desk.full !== null)

  if (view === undefined) return <Arriving connection={connection} />
  const { table } = view
  const { columns, rows } = gridOf(table.sources.length)
  const layout = { '--columns': columns, '--rows': rows } as React.CSSProperties
  return (
    <div className="room" data-live={live} data-testid="room">
      <Header view={view} live={live} clockOffsetMs={clockOffsetMs} />
      <ConnectionBanner connection={connection} viewAt={viewAt} />
      <main className="room-desk" style={layout} inert={covered}>
        <div className="room-picture">
          <div className="room-buses">
            <Buses view={view} />
            <Transitions table={table} live={live} />
          </div>
          <Scenes table={table} live={live} />
          <Sources view={view} viewAt={viewAt} />
          <div className="room-foot">
            <StatsDock table={table} />
            {table.simulated && <FaultsPanel faults={faults} live={live} />}
          </div>
        </div>
        <div className="room-round">
          <PhasePanel table={table} clockOffsetMs={clockOffsetMs} live={live} />
          <Witnesses table={table} />
          <DecisionPanel view={view} live={live} clockOffsetMs={clockOffsetMs} />
          <Records records={records} />
        </div>
      </main>
      <FullView view={view} viewAt={viewAt} />
      <EvidenceDialog table={table} />
      <ClipDialog table={table} clockOffsetMs={clockOffsetMs} />
      <SettingsDialog table={table} live={live} />
      <ProcessesDialog processes={view.processes} />
      <OperatorDialog />
      <HelpDialog />
    </div>
  )
}

/** What the window is called in a list of windows: first whether it needs someone. */
function windowTitle(live: boolean, table: { name: string; waiting?: unknown } | undefined): string {
  if (table === undefined) return 'Tablecast'
  if (!live) return `Not live · ${table.name}`
  return table.waiting === undefined ? `${table.name} · Tablecast` : `Decide · ${table.name}`
}
