import { expect, test } from 'vitest'
import { Questions, UnansweredError } from './questions.ts'

test('an answer reaches everyone who asked, and nobody twice', async () => {
  const questions = new Questions<number>()
  const asked = [questions.wait('a', 60_000), questions.wait('a', 60_000)]
  const other = questions.wait('b', 60_000)
  questions.answer('a', 1)
  questions.answer('a', 2)
  expect(await Promise.all(asked)).toEqual([1, 1])
  expect(questions.open).toBe(1)
  questions.answer('b', 3)
  expect(await other).toBe(3)
})

test('who gets no answer is told so, when the time is over or when nobody is there', async () => {
  const questions = new Questions<number>()
  await expect(questions.wait('slow', 1)).rejects.toThrow('did not answer within 0.001 s')
  const lost = questions.wait('lost', 60_000)
  questions.giveUp('It ended.')
  await expect(lost).rejects.toBeInstanceOf(UnansweredError)
  expect(questions.open).toBe(0)
  questions.answer('slow', 1)
})
