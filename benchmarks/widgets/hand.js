/**
 * A hand on the slider of the notebook's first output, and an eye on its chart.
 *
 * Which picture belongs to which step is learned first, slowly; so in a fast drag each picture
 * tells how long ago its step was made, even if steps between were left out or come late.
 */
(() => {
  const output = () => document.querySelector('.jp-Notebook .jp-OutputArea');
  const picture = () =>
    [...output().querySelectorAll('svg .mark-line path')]
      .map((path) => path.getAttribute('d'))
      .join();
  const frame = () => new Promise(requestAnimationFrame);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const pictures = new Map();

  function makeHand({ hand, slider, from, to, steps }) {
    const element = output().querySelector(slider);
    const press = (key) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const put = (step) => {
      element.value = String(Number((from + ((to - from) * step) / steps).toFixed(4)));
      element.dispatchEvent(new Event('input', { bubbles: true }));
    };
    // The handle's own range and step are the drag's.
    return hand === 'range'
      ? { move: put, back: () => put(0) }
      : { move: () => press('ArrowRight'), back: () => press('Home') };
  }

  /** Makes each step and waits for its picture. */
  async function learn(how) {
    const { move, back } = makeHand(how);
    back();
    await sleep(2000);
    for (let step = 1; step <= how.steps; step += 1) {
      const before = picture();
      const start = performance.now();
      move(step);
      while (picture() === '' || picture() === before) {
        if (performance.now() - start > 5000) throw new Error(`step ${step} was never drawn`);
        await frame();
      }
      await sleep(50);
      pictures.set(picture(), step);
    }
    return pictures.size;
  }

  /** Makes the steps at their pace; milliseconds from input to paint, of the steps seen. */
  async function drag(how) {
    const { move, back } = makeHand(how);
    back();
    await sleep(2000);
    const sent = new Map();
    const waits = new Map();
    let isLooking = true;
    const look = () => {
      const step = pictures.get(picture());
      if (sent.has(step) && !waits.has(step)) waits.set(step, performance.now() - sent.get(step));
      if (isLooking) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const start = performance.now();
    for (let step = 1; step <= how.steps; step += 1) {
      await sleep(start + step * how.stepMs - performance.now());
      sent.set(step, performance.now());
      move(step);
    }
    await sleep(4000);
    isLooking = false;
    return [...waits.values()];
  }

  /** Goes to and fro at the same pace, only to make work. */
  async function wander(how, moves) {
    const { move, back } = makeHand(how);
    for (let made = 0; made < moves; made += 1) {
      const step = made % how.steps;
      if (step === 0) back();
      else move(step);
      await sleep(how.stepMs);
    }
    await sleep(2000);
  }

  globalThis.hand = { learn, drag, wander };
})();
