// Whether what happens right now was begun by a pointer or by a key: a click event alone does not tell.

let byPointer = false;

for (const [type, value] of [
  ['pointerdown', true],
  ['keydown', false],
] as const) {
  addEventListener(
    type,
    () => {
      byPointer = value;
    },
    true,
  );
}

export function isByPointer(): boolean {
  return byPointer;
}
