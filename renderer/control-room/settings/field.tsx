import { type ReactNode, useId, useState } from 'react'
import { maskedUrl } from './address.ts'
import { issuesAt, type Path, valueAt } from './draft.ts'
import { useSettings } from './settings-store.ts'
import './field.css'

/** The value at a path of the draft, what changes it, and what the studio says of it. */
function useField(path: Path) {
  const value = useSettings((settings) => valueAt(settings.draft, path))
  const issues = useSettings((settings) => issuesAt(settings.issues, path).join(' '))
  const setValue = useSettings((settings) => settings.setValue)
  return { value, issues, set: (next: unknown) => setValue(path, next) }
}

interface FieldProps {
  readonly path: Path
  readonly label: string
  readonly hint?: string | undefined
  /** Left empty, the field is left out. */
  readonly optional?: boolean | undefined
}

/** A label, a control, and beneath it what is wrong with it. The line for that is always there. */
function Frame({
  label,
  hint,
  issues,
  children,
}: {
  readonly label: string
  readonly hint?: string | undefined
  readonly issues: string
  readonly children: (described: { id: string; 'aria-invalid': boolean; 'aria-describedby': string }) => ReactNode
}) {
  const id = useId()
  return (
    <div className="field" data-invalid={issues !== ''}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': issues !== '', 'aria-describedby': `${id}-words` })}
      <p id={`${id}-words`} className="field-words" role={issues === '' ? undefined : 'alert'}>
        {issues === '' ? hint : issues}
      </p>
    </div>
  )
}

const testId = (path: Path) => `field-${path.join('-')}`
const textOf = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export function TextField({
  path,
  label,
  hint,
  optional = false,
  placeholder,
  secret = false,
}: FieldProps & { readonly placeholder?: string | undefined; readonly secret?: boolean }) {
  const { value, issues, set } = useField(path)
  return (
    <Frame label={label} hint={hint} issues={issues}>
      {(described) => (
        <input
          {...described}
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          spellCheck={false}
          data-testid={testId(path)}
          placeholder={placeholder}
          value={textOf(value)}
          onChange={({ target }) => set(optional && target.value === '' ? undefined : target.value)}
        />
      )}
    </Frame>
  )
}

/** An address; what lets someone in is hidden until it is asked for. */
export function UrlField({ path, label, placeholder }: FieldProps & { readonly placeholder?: string | undefined }) {
  const { value, issues, set } = useField(path)
  const url = textOf(value)
  const [open, setOpen] = useState(maskedUrl(url) === url)
  return (
    <Frame label={label} issues={issues}>
      {(described) => (
        <span className="field-row">
          <input
            {...described}
            autoComplete="off"
            spellCheck={false}
            data-testid={testId(path)}
            placeholder={placeholder}
            readOnly={!open}
            value={open ? url : maskedUrl(url)}
            onChange={({ target }) => set(target.value)}
          />
          {!open && (
            <button type="button" className="ui-button ui-button-plain" onClick={() => setOpen(true)}>
              Show and edit
            </button>
          )}
        </span>
      )}
    </Frame>
  )
}

export function NumberField({
  path,
  label,
  hint,
  optional = false,
  unit,
  scale = 1,
}: FieldProps & {
  readonly unit?: string | undefined
  /** What is shown times this is what is kept. */
  readonly scale?: number
}) {
  const { value, issues, set } = useField(path)
  return (
    <Frame label={unit === undefined ? label : `${label}, ${unit}`} hint={hint} issues={issues}>
      {(described) => (
        <input
          {...described}
          type="number"
          step="any"
          data-testid={testId(path)}
          placeholder={optional ? 'its own' : undefined}
          value={typeof value === 'number' ? value / scale : ''}
          onChange={({ target }) =>
            set(Number.isNaN(target.valueAsNumber) ? undefined : Math.round(target.valueAsNumber * scale * 1e6) / 1e6)
          }
        />
      )}
    </Frame>
  )
}

export function SelectField({
  path,
  label,
  hint,
  options,
  none,
}: FieldProps & {
  readonly options: readonly (readonly [value: string, words: string])[]
  /** What to call leaving it out; absent: it cannot be left out. */
  readonly none?: string
}) {
  const { value, issues, set } = useField(path)
  const isKnown = options.some(([option]) => option === value)
  return (
    <Frame label={label} hint={hint} issues={issues}>
      {(described) => (
        <select
          {...described}
          data-testid={testId(path)}
          value={textOf(value)}
          onChange={({ target }) => set(target.value === '' ? undefined : target.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {!isKnown && textOf(value) !== '' && <option value={textOf(value)}>{textOf(value)} (not there)</option>}
          {none === undefined && textOf(value) === '' && <option value="">Choose …</option>}
          {options.map(([option, words]) => (
            <option key={option} value={option}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Frame>
  )
}

export function CheckField({ path, label, hint }: FieldProps) {
  const { value, issues, set } = useField(path)
  return (
    <div className="field" data-invalid={issues !== ''}>
      <label className="field-check">
        <input
          type="checkbox"
          data-testid={testId(path)}
          checked={value === true}
          onChange={({ target }) => set(target.checked)}
        />
        <span>{label}</span>
      </label>
      <p className="field-words">{issues === '' ? hint : issues}</p>
    </div>
  )
}
