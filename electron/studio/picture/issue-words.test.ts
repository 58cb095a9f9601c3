import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueWords } from './issue-words.ts'

test.each([
  [z.number().min(1), 0, 'At least 1'],
  [z.number().max(60), 61, 'At most 60'],
  [z.number().multipleOf(2), 3, 'An even number'],
  [z.int(), 1.5, 'A whole number'],
  [z.number(), 'ten', 'A number'],
  [z.string().min(1), '', 'Something must be written here'],
  [z.string().min(10), 'short', 'At least 10 characters'],
  [z.array(z.string()).max(1), ['a', 'b'], 'At most 1 entries'],
  [z.enum(['h264', 'av1']), 'vp8', 'One of h264, av1'],
  [z.strictObject({}), { colour: 1 }, 'There is no setting “colour”'],
  [z.string().regex(/^[a-z]+$/), '9', 'It is not of the form that is needed here'],
  [z.string().regex(/^[a-z]+$/, 'Small letters alone'), '9', 'Small letters alone'],
])('a person is told what is wrong (%#)', (schema, value, words) => {
  expect(schema.safeParse(value, { error: issueWords }).error?.issues.map(({ message }) => message)).toEqual([words])
})
