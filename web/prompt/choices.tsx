// The choices of a select or a multi: its options, the tools for picking many, and a typed answer beside them.

import { hasFilter } from '../../src/core/short-list.ts';
import { LongList } from './long-list.tsx';
import { MultiTools } from './multi-tools.tsx';
import { type ChoicesProps, OptionRow } from './option-row.tsx';
import { OtherRow } from './other-row.tsx';
import type { PromptModel } from './prompt-model.ts';

export function Choices({ model, spec }: { model: PromptModel; spec: ChoicesProps['spec'] }) {
  const { form } = model;
  return (
    <>
      {hasFilter(spec) ? <LongList form={form} spec={spec} /> : <Rows form={form} spec={spec} />}
      {spec.kind === 'select' && spec.other && <OtherRow model={model} spec={spec} />}
    </>
  );
}

function Rows({ form, spec }: ChoicesProps) {
  return (
    <>
      {spec.kind === 'multi' && <MultiTools form={form} spec={spec} among={spec.options} />}
      <div class="options" data-testid="options">
        {spec.options.map((option, index) => (
          <OptionRow key={option.value} form={form} spec={spec} index={index} />
        ))}
      </div>
    </>
  );
}
