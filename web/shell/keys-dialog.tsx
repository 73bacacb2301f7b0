// The dialog that explains the keyboard shortcuts, as a native `<dialog>`.
import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../i18n/strings.ts';

export function KeysDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    heading.current?.focus();
  }, []);
  const texts = strings.keys;
  const lines: [keys: readonly string[], meaning: string][] = [
    [['j', 'k'], texts.move],
    [['↓', '↑'], texts.arrows],
    [['1 … 9'], texts.pick],
    [[texts.space], texts.toggle],
    [['Enter'], texts.enter],
    [['Ctrl+Enter'], texts.enterText],
    [[texts.space, 'Enter'], texts.hold],
    [[texts.text], texts.typing],
    [['/'], texts.filter],
    [['Esc'], texts.leave],
    [['?'], texts.keys],
  ];
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" data-testid="keys" onClose={close}>
      <h2 ref={heading} id="keys-title" tabIndex={-1}>
        {texts.title}
      </h2>
      <dl>
        {lines.map(([keys, meaning]) => (
          <div key={meaning} class="key-line">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{texts.calm}</p>
      <button type="button" class="button" onClick={() => dialog.current?.close()}>
        {texts.close}
      </button>
    </dialog>
  );
}
