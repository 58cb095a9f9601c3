import { useEffect, useState } from 'react'
import { useDesk } from '../desk-store.ts'
import { decisionWords } from './decision.ts'

/** An answer stays in sight for so long after the studio gave it. */
const answerShownMs = 12_000

/** What became of the last wish, of this round when one is named; shown as done only once the studio has said so. */
export function Answer({ roundId }: { readonly roundId?: string }) {
  const decision = useDesk((desk) => desk.decision)
  const [over, setOver] = useState(false)
  useEffect(() => {
    setOver(false)
    if (decision.state !== 'answered') return
    const timer = setTimeout(() => setOver(true), answerShownMs)
    return () => clearTimeout(timer)
  }, [decision])
  const of = decision.state === 'open' ? undefined : decision.intent.occasion.roundId
  const isElsewhere = roundId === undefined ? decision.state === 'refused' : of !== roundId
  const failed = decision.state === 'refused' || decision.state === 'unanswered'
  return (
    <p className="decision-answer" role="status" data-testid="answer" data-state={decision.state} data-failed={failed}>
      {over || isElsewhere ? '' : decisionWords(decision)}
    </p>
  )
}
