// Tracks whether the last input came from a pointer or a key, which a click event alone does not show.

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
