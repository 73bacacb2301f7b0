// The way back from a spec with its defaults filled in to what an asker may send: how a stored spec is validated again.

type Fields = Readonly<Record<string, unknown>>;

/** The input that `validateSpec` makes `spec` of. Whatever else is given comes out as something that it refuses. */
export function toInput(spec: Fields): Fields {
  const { options, select, ...rest } = spec;
  switch (spec.kind) {
    case 'confirm': {
      const [yes, no] = Array.isArray(options) ? options : [];
      // As it is, it is refused for its options.
      if (yes?.value !== 'yes' || no?.value !== 'no') return spec;
      return { ...rest, select, yes: yes.label, no: no.label, danger: yes.danger ?? false };
    }
    case 'input':
      return rest;
    default:
      return spec;
  }
}
