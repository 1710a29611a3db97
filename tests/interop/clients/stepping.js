// Executes the exchanges that come on standard input, and prints the outcome of each step as a line of JSON.

import { text } from "node:stream/consumers";

/**
 * @param {(url: string, dialect: string) => Promise<object>} openDriver - to what has a method for each kind of step
 */
export async function run(openDriver) {
  const job = JSON.parse(await text(process.stdin));
  for (const [number, exchange] of job.exchanges.entries()) {
    const driver = await tried(() => openDriver(`${job.url}/${number}`, exchange.dialect));
    for (const step of exchange.steps) {
      const outcome = driver.unexpected ? driver : await tried(() => driver[step.do](step));
      console.log(JSON.stringify(outcome));
    }
    if (driver.end) await tried(() => driver.end());
  }
}

/** What the function returns; what it throws is an outcome nobody expects. */
async function tried(work) {
  try {
    return await work();
  } catch (error) {
    return { unexpected: String(error?.stack ?? JSON.stringify(error)) };
  }
}
