import type { TableSnapshot } from '../../../electron/studio/api/index.ts'
import { Attention, Button, Dialog } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import './evidence.css'
import { usePicture } from './use-picture.ts'

/** What the camera showed for a record, at full size, with its words; and the seconds around it on the wheel's camera. */
export function EvidenceDialog({ table }: { readonly table: TableSnapshot }) {
  const { evidence, setEvidence, setClip } = useDesk()
  const src = usePicture(evidence?.pictureUrl)
  const feed = table.visionSource
  const title = evidence?.roundNumber === undefined ? 'What the camera saw' : `Round ${evidence.roundNumber}`
  return (
    <Dialog open={evidence !== null} onOpenChange={() => setEvidence(null)} title={title} size="wide">
      {evidence !== null && (
        <div className="evidence" data-testid="evidence">
          <div className="evidence-picture">
            {src === undefined && <p role="status">Fetching the picture.</p>}
            {src === null && <p role="alert">The picture is no longer there.</p>}
            {src != null && <img src={src} alt="What the camera saw" />}
          </div>
          <Attention level={evidence.level === 'info' ? 'ok' : evidence.level}>{evidence.text}</Attention>
          <footer className="evidence-foot">
            <time>{new Date(evidence.at).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>
            {feed !== null && (
              <Button
                onClick={() => {
                  setEvidence(null)
                  setClip({ feed, to: evidence.at })
                }}
              >
                Watch the seconds before
              </Button>
            )}
          </footer>
        </div>
      )}
    </Dialog>
  )
}
