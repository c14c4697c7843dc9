/**
 * Makes steps of a slider, one a frame; for each the milliseconds of its scripts, and until the
 * frame with the new chart was made. The wait for the frame to begin is not in it.
 */
async ([slider, values]) => {
  const picture = () =>
    [...document.querySelectorAll('.clv-picture .mark-line path')]
      .map((path) => path.getAttribute('d'))
      .join();
  const channel = new MessageChannel();
  const step = (value) =>
    new Promise((done) => {
      let start;
      requestAnimationFrame(() => {
        start = performance.now();
        slider.value = String(value);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      });
      // Called in the same frame, when the promises of the step are kept.
      requestAnimationFrame(() => {
        const scripts = performance.now() - start;
        channel.port1.onmessage = () => done([scripts, performance.now() - start]);
        channel.port2.postMessage(null);
      });
    });
  const waits = [];
  for (const value of values) {
    const before = picture();
    waits.push(await step(value));
    if (picture() === before) throw new Error(`the step to ${value} was not drawn in its frame`);
  }
  return waits;
};
