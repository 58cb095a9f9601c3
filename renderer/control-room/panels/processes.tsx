import type { ProcessHealth } from '../../../electron/studio/api/index.ts'
import { AttentionMark, Dialog } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { levelOf } from './header.tsx'
import './processes.css'

/** Every process of the house: whether it runs, and if not, why and when it is tried again. */
export function ProcessesDialog({ processes }: { readonly processes: readonly ProcessHealth[] }) {
  const { processesOpen, setProcessesOpen } = useDesk()
  return (
    <Dialog open={processesOpen} onOpenChange={setProcessesOpen} title="Processes">
      <div className="processes" data-testid="processes">
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
      </div>
    </Dialog>
  )
}
