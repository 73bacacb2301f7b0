// The body of a prompt: Markdown rendered as elements. A long body is folded, so that the options stay within reach.
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Block, Cell, Inline } from '../../src/markdown/read-body.ts';
import { strings } from '../i18n/strings.ts';
import { MarkedText, SafeText } from '../shell/safe-text.tsx';
import { loadMarkdown, markdown, type ReadBody } from './markdown.ts';

/** A body is folded only if that hides more than this: px. */
const WORTH_FOLDING_PX = 96;

/** `folds`: shows only the beginning of a long text until the user asks for the rest. */
export function Body({ text, folds = true }: { text: string; folds?: boolean }) {
  useEffect(loadMarkdown, []);
  const reader = markdown.value;
  if (reader.status === 'ready') return <MarkdownBody text={text} folds={folds} readBody={reader.readBody} />;
  return reader.status === 'failed' ? <LoadFailure /> : <p class="hint">{strings.presence.loading}</p>;
}

/** Offers a reload, which loses nothing: the portal keeps the draft. */
function LoadFailure() {
  return (
    <div class="load-failure" role="alert" data-testid="load-failure">
      <p class="notice">{strings.body.failed}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        {strings.body.reload}
      </button>
    </div>
  );
}

function MarkdownBody({ text, folds, readBody }: { text: string; folds: boolean; readBody: ReadBody }) {
  const blocks = useMemo(() => readBody(text), [text, readBody]);
  const element = useRef<HTMLDivElement>(null);
  const isLong = useSignal(false);
  const isFolded = useSignal(folds);
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = element.current ?? {};
    isLong.value = scrollHeight > clientHeight + WORTH_FOLDING_PX;
    if (!isLong.value) isFolded.value = false;
  }, [text]);
  const unfold = () => {
    isFolded.value = false;
  };
  return (
    <div class="body-frame" data-testid="body">
      <div
        ref={element}
        id="body"
        class={`body ${isFolded.value ? 'folded' : ''} ${isLong.value ? 'long' : ''}`}
        onFocusCapture={unfold}
      >
        <Blocks blocks={blocks} />
      </div>
      {isLong.value && (
        <button
          type="button"
          class="button small"
          aria-expanded={!isFolded.value}
          aria-controls="body"
          onClick={() => {
            isFolded.value = !isFolded.value;
          }}
        >
          {isFolded.value ? strings.body.showAll : strings.body.showLess}
        </button>
      )}
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'heading': {
      const Level = `h${block.level}` as const;
      return (
        <Level dir="auto">
          <Run content={block.content} />
        </Level>
      );
    }
    case 'paragraph':
      return (
        <p dir="auto">
          <Run content={block.content} />
        </p>
      );
    case 'line':
      return <Run content={block.content} />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.content} />
        </blockquote>
      );
    case 'code':
      return (
        <pre>
          <code>
            <SafeText text={block.text} />
          </code>
        </pre>
      );
    case 'diff':
      return (
        <pre class="diff">
          <code>
            {block.lines.map(({ kind, text }, index) => (
              <span key={index} class={kind}>
                <SafeText text={`${text}\n`} />
              </span>
            ))}
          </code>
        </pre>
      );
    case 'list':
      return <List start={block.start} items={block.items} />;
    case 'table':
      return <Table header={block.header} rows={block.rows} />;
    case 'rule':
      return <hr />;
    default:
      return block satisfies never;
  }
}

function List({ start, items }: { start: number | null; items: readonly (readonly Block[])[] }) {
  const content = items.map((item, index) => (
    <li key={index}>
      <Blocks blocks={item} />
    </li>
  ));
  return start === null ? (
    <ul dir="auto">{content}</ul>
  ) : (
    <ol dir="auto" start={start}>
      {content}
    </ol>
  );
}

/** A wide table scrolls on its own, so that the page does not. */
function Table({ header, rows }: { header: readonly Cell[]; rows: readonly (readonly Cell[])[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of keys (WCAG 2.1.1)
    <section class="table" tabIndex={0} aria-label={strings.body.table}>
      <table>
        <thead>
          <tr>
            {header.map(({ align, content }, index) => (
              <th key={index} dir="auto" class={align ?? ''} scope="col">
                <Run content={content} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map(({ align, content }, column) => (
                <td key={column} dir="auto" class={align ?? ''}>
                  <Run content={content} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Run({ content }: { content: readonly Inline[] }) {
  return (
    <>
      {content.map((inline, index) => (
        <InlineView key={index} inline={inline} />
      ))}
    </>
  );
}

function InlineView({ inline }: { inline: Inline }) {
  switch (inline.type) {
    case 'text':
      return <MarkedText text={inline.text} />;
    case 'code':
      return (
        <code>
          <SafeText text={inline.text} />
        </code>
      );
    case 'break':
      return <br />;
    case 'link':
      return (
        <a href={inline.href} title={inline.href} target="_blank" rel="noopener noreferrer">
          <Run content={inline.content} />
        </a>
      );
    default: {
      const Emphasis = inline.type;
      return (
        <Emphasis>
          <Run content={inline.content} />
        </Emphasis>
      );
    }
  }
}
