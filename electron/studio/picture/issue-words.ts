import type { z } from 'zod'

/** What is wrong with a setting, in a person's words; undefined where the schema has words of its own. Pure. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      return issue.minimum === 1 && issue.origin === 'string'
        ? 'Something must be written here'
        : `At least ${amount(issue.origin, issue.minimum)}`
    case 'too_big':
      return `At most ${amount(issue.origin, issue.maximum)}`
    case 'not_multiple_of':
      return issue.divisor === 2 ? 'An even number' : `A multiple of ${issue.divisor}`
    case 'invalid_type':
      return types[issue.expected] ?? undefined
    case 'invalid_value':
      return `One of ${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `There is no setting ${issue.keys.map((key) => `“${key}”`).join(', ')}`
    case 'invalid_format':
      return issue.format === 'url'
        ? 'An address like srt://10.0.0.5:9000'
        : 'It is not of the form that is needed here'
    default:
      return undefined
  }
}

const types: Readonly<Record<string, string>> = {
  number: 'A number',
  int: 'A whole number',
  string: 'A text',
  boolean: 'Yes or no',
  array: 'A list',
  object: 'A group of settings',
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', set: ' entries' }

const amount = (origin: string, bound: number | bigint) => `${bound}${units[origin] ?? ''}`
