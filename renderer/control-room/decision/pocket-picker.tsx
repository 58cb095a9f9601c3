import { useEffect } from 'react'
import { colourOf, type Pocket } from '../../../backend/contract/index.ts'
import { isTyping, pocketName } from '../../ui/index.ts'
import { useDesk } from '../desk-store.ts'
import { typeDigit } from './decision.ts'
import './pocket-picker.css'

const columns = Array.from({ length: 12 }, (_, column) => column)
const rows = [3, 2, 1]

/** The layout of the table as a picker; digits typed anywhere pick as well. */
export function PocketPicker({
  picked,
  onPick,
}: {
  readonly picked: Pocket | undefined
  readonly onPick: (pocket: Pocket) => void
}) {
  const setPickingPocket = useDesk((desk) => desk.setPickingPocket)
  useEffect(() => {
    setPickingPocket(true)
    return () => setPickingPocket(false)
  }, [setPickingPocket])
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      onPick(typeDigit(picked, Number(event.key)))
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [picked, onPick])

  const cell = (pocket: Pocket) => (
    <button
      key={pocket}
      type="button"
      className={`picker-cell picker-${colourOf(pocket)}`}
      aria-pressed={picked === pocket}
      aria-label={pocketName(pocket)}
      data-testid={`pocket-${pocket}`}
      onClick={() => onPick(pocket)}
    >
      {pocket}
    </button>
  )
  return (
    <fieldset className="picker" aria-label="The pocket that the ball truly lies in">
      {cell(0)}
      {rows.map((row) => columns.map((column) => cell(column * 3 + row)))}
    </fieldset>
  )
}
