// Plays a short tone, in only one of the open tabs.

/** Two soft notes, in Hz, and how long each of them lasts, in s. */
const NOTES = [659, 880];
const NOTE_S = 0.12;
const VOLUME = 0.08;
/** How long the lock of an alert is held, so that other tabs stay silent: ms. */
const HOLD_MS = 1_000;

let context: AudioContext | null = null;

/**
 * Plays the tone for the alert `name`, unless another tab is playing it. Silent where the browser requires a click first.
 */
export function sound(name: string): Promise<void> {
  if (!navigator.locks) return play();
  return navigator.locks.request(`choice.sound.${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await play();
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
  });
}

async function play(): Promise<void> {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, 200))]);
  if (audio.state !== 'running') return;
  NOTES.forEach((frequency, index) => {
    playNote(audio, frequency, audio.currentTime + index * NOTE_S);
  });
}

function playNote(audio: AudioContext, frequency: number, start: number): void {
  const tone = new OscillatorNode(audio, { frequency });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_S);
  tone.connect(gain).connect(audio.destination);
  tone.start(start);
  tone.stop(start + NOTE_S);
}
