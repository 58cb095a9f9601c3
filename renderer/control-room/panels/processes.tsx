import type { ProcessHealth } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Panel } from '../../ui/index.ts'
import { levelOf } from './header.tsx'
import './processes.css'

/** Every process of the house: whether it runs, and if not, why and when it is tried again. */
export function Processes({ processes }: { readonly processes: readonly ProcessHealth[] }) {
  return (
    <Panel title="Processes" className="processes" data-testid="processes">
      <ul>
        {processes.map((process) => (
          <li key={process.name} data-process={process.name} data-state={process.state}>
            <AttentionMark level={levelOf(process.state)} label={process.state} />
            <span className="processes-name">{process.name}</span>
            <span className="processes-text" title={process.text}>
              {process.state === 'up' ? 'up' : process.text}
            </span>
            <span className="processes-number">
              {process.restarts > 0 ? `${process.restarts} ${process.restarts === 1 ? 'restart' : 'restarts'}` : ''}
            </span>
            <span className="processes-number">{process.pid ?? ''}</span>
          </li>
        ))}
      </ul>
      {processes.length === 0 && <p className="processes-text">No process has reported yet.</p>}
    </Panel>
  )
}
