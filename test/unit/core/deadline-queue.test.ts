// The heap of deadlines, against a model that sorts everything every time.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DeadlineQueue } from '../../../src/core/deadline-queue.ts';

describe('DeadlineQueue', () => {
  test('when it is empty, then nothing is next and nothing is due', () => {
    const queue = new DeadlineQueue();
    assert.equal(queue.next(), null);
    assert.deepEqual(queue.takeDue(Number.MAX_VALUE), []);
  });

  test('when a deadline is exactly now, then it is due, and only once', () => {
    const queue = new DeadlineQueue();
    queue.set('a', 100);
    assert.deepEqual(queue.takeDue(99.999), []);
    assert.deepEqual(queue.takeDue(100), ['a']);
    assert.deepEqual(queue.takeDue(100), []);
  });

  test('when a deadline moves back to where it was, then it is due once', () => {
    const queue = new DeadlineQueue();
    for (const deadline of [100, 200, 100]) queue.set('a', deadline);
    assert.deepEqual(queue.takeDue(300), ['a']);
  });

  test('when one deadline moves very often among many, then the right ones are still due', () => {
    const queue = new DeadlineQueue();
    for (let index = 0; index < 100; index += 1) queue.set(`id${index}`, index);
    for (let move = 0; move < 10_000; move += 1) queue.set('id50', 1_000 + move);
    assert.equal(queue.takeDue(99).length, 99);
    assert.equal(queue.next(), 10_999);
  });

  test('when any steps are taken, then it agrees with a naive model', () => {
    const id = fc.integer({ min: 0, max: 120 }).map(String);
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ id, deadline: fc.integer({ min: 0, max: 500 }) }) },
      { weight: 2, arbitrary: fc.record({ id, deadline: fc.constant(null) }) },
      { weight: 1, arbitrary: fc.record({ now: fc.integer({ min: 0, max: 500 }) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const queue = new DeadlineQueue();
        const model = new Map<string, number>();
        for (const step of steps) {
          if ('now' in step) {
            const due = [...model].filter(([, deadline]) => deadline <= step.now);
            const taken = queue.takeDue(step.now);
            assert.deepEqual([...taken].sort(), due.map(([key]) => key).sort());
            const deadlines = taken.map((key) => model.get(key) ?? Number.NaN);
            assert.deepEqual(
              deadlines,
              [...deadlines].sort((a, b) => a - b),
              'earliest first',
            );
            for (const key of taken) model.delete(key);
          } else {
            queue.set(step.id, step.deadline);
            if (step.deadline === null) model.delete(step.id);
            else model.set(step.id, step.deadline);
          }
          assert.equal(queue.next(), model.size === 0 ? null : Math.min(...model.values()));
        }
      }),
    );
  });
});
