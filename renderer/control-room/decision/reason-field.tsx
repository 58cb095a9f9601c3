import type { TableSnapshot } from '../../../electron/studio/api/index.ts'

type Why = NonNullable<TableSnapshot['waiting']>['why']

/** What a person mostly has to say; one press, and it can be added to. */
const presets: Record<Why, readonly string[]> = {
  disagree: ['Video shows the true pocket', 'Sensor was wrong', 'Ball left the wheel', 'Dealer error'],
  no_read: ['Read from the video', 'Ball left the wheel', 'Mis-spin', 'Wheel fault'],
  interrupted: ['Outage during the spin', 'Read from the video', 'Ball left the wheel', 'Wheel fault'],
}

export function ReasonField({
  why,
  reason,
  onReason,
}: {
  readonly why: Why
  readonly reason: string
  readonly onReason: (reason: string) => void
}) {
  return (
    <div className="reason">
      <input
        aria-label="Reason for a correction or a void"
        data-testid="reason"
        value={reason}
        maxLength={500}
        autoComplete="off"
        placeholder="Reason for a correction or a void"
        onChange={(event) => onReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <div className="reason-presets">
        {presets[why].map((preset) => (
          <button key={preset} type="button" aria-pressed={reason === preset} onClick={() => onReason(preset)}>
            {preset}
          </button>
        ))}
      </div>
    </div>
  )
}
