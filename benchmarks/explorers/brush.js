// Drags over a chart as a hand does, thirty moves a second, and looks in which frame it changes.
globalThis.brushOver = async ({ steps, stepMs }) => {
  const picture = document.querySelector('.clv-picture');
  const svg = picture.querySelector('svg');
  const frame = () => new Promise(requestAnimationFrame);
  const box = svg.getBoundingClientRect();
  const at = (share) => ({
    clientX: box.left + box.width * (0.2 + 0.7 * share),
    clientY: box.top + box.height * (0.15 + 0.6 * share),
    bubbles: true,
    button: 0,
    pointerType: 'mouse',
  });
  svg.dispatchEvent(new PointerEvent('pointerdown', at(0)));
  const seen = () => picture.querySelectorAll('[stroke="var(--clv-cost)"]').length;
  const waits = [];
  for (let step = 1; step <= steps; step += 1) {
    const before = document.querySelector('.clv-chosen').textContent + seen();
    const start = performance.now();
    // There and back, so that every few moves choose other cells.
    const share = Math.abs(Math.sin((step / steps) * Math.PI * 2));
    window.dispatchEvent(new PointerEvent('pointermove', at(share)));
    do {
      await frame();
      const now = document.querySelector('.clv-chosen').textContent + seen();
      if (now !== before) {
        waits.push(performance.now() - start);
        break;
      }
    } while (performance.now() - start < stepMs - 8);
    await new Promise((rest) => setTimeout(rest, Math.max(0, stepMs - (performance.now() - start))));
  }
  window.dispatchEvent(new PointerEvent('pointerup', at(1)));
  return waits;
};
