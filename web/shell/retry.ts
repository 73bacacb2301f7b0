// Retries requests, which fail while a portal restarts.

/** The pauses before the second and later attempts. */
const PAUSES_MS = [1_000, 2_000, 4_000];

/** Returns the result of the first `attempt` that succeeds; rejects with the error of the last one. */
export async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return attempt();
}
