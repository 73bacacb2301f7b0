// What a select or a multi offers: its options, the tools for many of them, and a typed answer beside them.

import { hasFilter, SHORT_LIST } from '../../src/core/short-list.ts';
import type { MultiSpec, SelectSpec } from '../../src/core/spec.ts';
import { fieldsChunk, longListChunk } from '../chunks.ts';
import type { AnswerForm } from '../models/answer-form.ts';
import type { PromptModel } from '../models/prompt.ts';
import { Loaded } from './loaded.tsx';
import { OptionRow } from './option-row.tsx';

export interface ChoicesProps {
  readonly form: AnswerForm;
  readonly spec: SelectSpec | MultiSpec;
}

export function Choices({ model, spec }: { model: PromptModel; spec: ChoicesProps['spec'] }) {
  const { form } = model;
  return (
    <>
      {hasFilter(spec) ? (
        <Loaded
          chunk={longListChunk}
          waiting={<Rows form={form} spec={spec} count={SHORT_LIST} />}
          failed={<Rows form={form} spec={spec} />}
        >
          {({ LongList }) => <LongList form={form} spec={spec} />}
        </Loaded>
      ) : (
        <Rows form={form} spec={spec} />
      )}
      {spec.kind === 'select' && spec.other && (
        <Loaded chunk={fieldsChunk}>{({ OtherRow }) => <OtherRow model={model} spec={spec} />}</Loaded>
      )}
    </>
  );
}

function Rows({ form, spec, count }: ChoicesProps & { count?: number }) {
  return (
    <>
      {spec.kind === 'multi' && (
        <Loaded chunk={fieldsChunk}>
          {({ MultiTools }) => <MultiTools form={form} spec={spec} among={spec.options} />}
        </Loaded>
      )}
      <div class="options" data-testid="options">
        {spec.options.slice(0, count).map((option, index) => (
          <OptionRow key={option.value} form={form} spec={spec} index={index} />
        ))}
      </div>
    </>
  );
}
