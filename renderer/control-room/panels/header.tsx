import { useState } from 'react'
import type { StudioView } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Button, useHotkey, useNow } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import './header.css'

const copiedShownMs = 1_500

/** What is on air, who is on duty, what time it is, and whether everything runs. */
export function Header({
  view,
  live,
  clockOffsetMs,
}: {
  readonly view: StudioView
  readonly live: boolean
  readonly clockOffsetMs: number
}) {
  const { operator, setAsksOperator, setHelpOpen, setSettingsOpen } = useDesk()
  useHotkey('?', () => setHelpOpen(true))
  const { table, processes, playerUrl } = view
  return (
    <header className="header">
      <Mark />
      <h1>{table.name}</h1>
      <span className="header-tally" data-testid="on-air" data-on={live && table.program.onAir} role="status">
        {!live ? 'ON AIR ?' : table.program.onAir ? 'ON AIR' : 'OFF AIR'}
      </span>
      <Health processes={processes} />
      {playerUrl !== null && <PlayerLink url={playerUrl} />}
      <Button variant="quiet" data-testid="operator" onClick={() => setAsksOperator(true)}>
        {operator === '' ? 'Who is on duty?' : `On duty: ${operator}`}
      </Button>
      <Clock clockOffsetMs={clockOffsetMs} />
      <Button variant="quiet" hotkey="s" data-testid="settings" onClick={() => setSettingsOpen(true)}>
        Settings
      </Button>
      <Button
        variant="quiet"
        data-testid="help"
        aria-label="Keys and help"
        aria-keyshortcuts="?"
        onClick={() => setHelpOpen(true)}
      >
        <span className="ui-key">?</span>
      </Button>
    </header>
  )
}

/** One mark for each process; pressed, it names them. */
function Health({ processes }: { readonly processes: StudioView['processes'] }) {
  const setProcessesOpen = useDesk((desk) => desk.setProcessesOpen)
  return (
    <button
      type="button"
      className="header-health"
      title={healthWords(processes)}
      aria-label={healthWords(processes)}
      data-testid="health"
      onClick={() => setProcessesOpen(true)}
    >
      {processes.map((process) => (
        <AttentionMark
          key={process.name}
          level={levelOf(process.state)}
          label={`${process.name} is ${process.state}`}
        />
      ))}
    </button>
  )
}

function healthWords(processes: StudioView['processes']): string {
  return `${processes.filter((process) => process.state === 'up').length} of ${processes.length} processes run`
}

export function levelOf(state: 'up' | 'starting' | 'down') {
  return ({ up: 'ok', starting: 'attention', down: 'alarm' } as const)[state]
}

function Mark() {
  return (
    <svg className="header-mark" viewBox="0 0 32 32" role="img" aria-label="Tablecast">
      <circle cx="16" cy="16" r="11" pathLength="60" strokeDasharray="45 15" transform="rotate(-60 16 16)" />
      <circle className="header-ball" cx="24" cy="8" r="3.5" />
    </svg>
  )
}

function PlayerLink({ url }: { readonly url: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(url)
    setCopied(true)
    setTimeout(() => setCopied(false), copiedShownMs)
  }
  return (
    <span className="header-player">
      <a href={url} target="_blank" rel="noreferrer" data-testid="player-link">
        Player page
      </a>
      <Button variant="quiet" onClick={() => void copy()}>
        {copied ? 'Copied' : 'Copy link'}
      </Button>
    </span>
  )
}

function Clock({ clockOffsetMs }: { readonly clockOffsetMs: number }) {
  const now = useNow(250)
  return (
    <time className="header-clock">
      {new Date(now + clockOffsetMs).toISOString().slice(11, 19)} <span>UTC</span>
    </time>
  )
}
