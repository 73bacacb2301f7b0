// The drawing on a terminal: whatever is painted after whatever, the screen shows the last picture.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Painter } from '../../../src/terminal/painter.ts';
import { Screen } from '../../helpers/screen.ts';

function makePainter() {
  const screen = new Screen(80);
  let written = '';
  const write = (text: string) => {
    written += text;
    screen.write(text);
    return true;
  };
  const painter = new Painter({ write } as unknown as NodeJS.WriteStream, { env: {}, hasColour: true });
  const paint = (lines: readonly string[], cursor: { row: number; column: number } | null = null) =>
    painter.paint({ lines, cursor, page: 1, bodyPage: 1, bodyLast: 0 });
  const takeWritten = () => {
    const taken = written;
    written = '';
    return taken;
  };
  return { painter, paint, screen, takeWritten };
}

describe('Painter', () => {
  test('when pictures follow each other, then the screen shows the last one below what was printed', () => {
    const line = fc.constantFrom('one', 'two', '', 'a longer line', '三');
    const step = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      cursor: fc.option(fc.record({ row: fc.nat(5), column: fc.nat(20) })),
      before: fc.constantFrom('nothing', 'print', 'tear'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const { painter, paint, screen } = makePainter();
        const printed: string[] = [];
        for (const { lines, cursor, before } of steps) {
          if (before === 'tear') painter.tear();
          if (before === 'print') {
            printed.push(`printed ${printed.length}`);
            painter.replace(printed.at(-1) ?? '');
          }
          paint(lines, cursor && { ...cursor, row: Math.min(cursor.row, lines.length - 1) });
          assert.equal(screen.text().trimEnd(), [...printed, ...lines].join('\n').trimEnd());
          assert.equal(screen.isCursorShown, cursor !== null);
        }
        painter.replace('done');
        assert.equal(screen.text().trimEnd(), [...printed, 'done'].join('\n'));
      }),
      { numRuns: 300 },
    );
  });

  test('when one line of many is another, then only that line is written', () => {
    const { paint, takeWritten } = makePainter();
    paint(['question', 'a', 'b', '0:59 left']);
    takeWritten();
    paint(['question', 'a', 'b', '0:58 left']);
    const written = takeWritten();
    assert.match(written, /0:58 left/);
    assert.doesNotMatch(written, /question|a\r|\n/);
  });

  test('when nothing is another, then nothing is written', () => {
    const { paint, takeWritten } = makePainter();
    paint(['question', 'typed'], { row: 1, column: 3 });
    takeWritten();
    paint(['question', 'typed'], { row: 1, column: 3 });
    assert.equal(takeWritten(), '');
  });
});
