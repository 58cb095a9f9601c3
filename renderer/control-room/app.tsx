import { useEffect } from 'react'
import { DecisionPanel } from './decision/decision-panel.tsx'
import { Arriving, ConnectionBanner } from './panels/connection-banner.tsx'
import { HelpDialog, OperatorDialog } from './panels/dialogs.tsx'
import { FaultsPanel } from './panels/faults.tsx'
import { Header } from './panels/header.tsx'
import { PhasePanel } from './panels/phase-panel.tsx'
import { Processes } from './panels/processes.tsx'
import { Records } from './panels/records.tsx'
import { Strip } from './panels/strip.tsx'
import { Witnesses } from './panels/witnesses.tsx'
import { Preview } from './preview/preview.tsx'
import { useStudio } from './studio-store.ts'
import './app.css'

export function App() {
  const { connection, view, viewAt, clockOffsetMs, records, faults } = useStudio()
  const live = connection.state === 'open'
  const title = windowTitle(live, view?.table)
  useEffect(() => {
    document.title = title
  }, [title])

  if (view === undefined) return <Arriving connection={connection} />
  const { table } = view
  return (
    <div className="room" data-live={live} data-testid="room">
      <Header view={view} live={live} clockOffsetMs={clockOffsetMs} />
      <ConnectionBanner connection={connection} viewAt={viewAt} />
      <main className="room-desk">
        <div className="room-table">
          <div className="room-now">
            <Preview url={view.previewUrl} source={table.source} onAir={table.program.onAir} viewAt={viewAt} />
            <PhasePanel table={table} clockOffsetMs={clockOffsetMs} live={live} />
          </div>
          <Witnesses table={table} />
          <DecisionPanel view={view} live={live} clockOffsetMs={clockOffsetMs} />
          <Strip table={table} />
        </div>
        <aside className="room-side" aria-label="Events and processes">
          <Records records={records} />
          <Processes processes={view.processes} />
          {table.simulated && <FaultsPanel faults={faults} live={live} />}
        </aside>
      </main>
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
