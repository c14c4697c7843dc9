/** A guess: the result stays locked until the learner commits, then it shows the guess, too. */
import { own } from '../contract/own';
import type { Declaration, Host, PanelModel } from '../contract/declaration';
import { h, setText } from '../base/dom';
import { Numbers } from '../base/format';
import { stubHost, stubModel } from '../contract/stub';
import type { PredictionCard } from '../contract/card';
import { keep, type CardPart, type Mount } from './answers';
import type { Guess, GuessInput } from './guess';
import { choices } from './choices';
import { inline, paragraphs } from '../base/inline';
import { withGuess } from './mark';
import { NumberGuess } from './number_guess';
import { revealedTable } from './revealed_table';

export function predictionPart(
  card: PredictionCard,
  model: PanelModel,
  host: Host,
  mount: Mount,
): CardPart {
  const numbers = new Numbers((model.get('declaration') as Declaration).number_format);
  const input = card.options.length > 0 ? optionGuess(card) : new NumberGuess(card, numbers);
  const note = h('p', { class: 'clv-verdict', role: 'status' }, 'The result is locked until then.');
  const result = h('div', { class: 'clv-reveal', tabindex: -1 });
  const commit = (event: Event) => {
    event.preventDefault();
    if (isCommitted) return;
    const guess = input.read();
    if (guess === undefined) return setText(note, input.missing);
    keep(model, host, card.key, guess);
    result.focus();
  };
  const button = h('button', { type: 'submit', class: 'clv-button' }, 'Commit');
  const asks = h('div', {}, button, note);
  const form = h('form', { onsubmit: commit, novalidate: true }, input.element, asks);
  let unmount = () => {};
  let isCommitted = false;
  return {
    element: h('div', { class: 'clv-prediction' }, form, result),
    update() {
      const guess = own(model.get('answers'), card.key) as Guess | undefined;
      if (guess === undefined || isCommitted) return;
      isCommitted = true;
      input.show(guess);
      input.lock();
      asks.hidden = true;
      const said = h('p', { role: 'status' }, ...inline(verdict(card, guess, numbers)));
      const place = h('div');
      result.append(said, ...paragraphs(card.reveal), ...revealedTable(card), place);
      unmount = showResult(place, { card, guess, model, host, mount });
    },
    dispose: () => unmount(),
  };
}

function verdict(card: PredictionCard, guess: Guess, numbers: Numbers): string {
  if (typeof guess === 'string') {
    return guess === card.answer ? `✓ You said: *${guess}*` : `✗ You said: *${guess}*`;
  }
  return `Your guess: **${numbers.plain(guess)}**${card.unit && ` ${card.unit}`}.`;
}

interface Revealed {
  card: PredictionCard;
  guess: Guess;
  model: any;
  host: Host;
  mount: Mount;
}

/** Mounts the panel that was locked: the kernel's own one, or the one that is stored. */
function showResult(place: HTMLElement, { card, guess, model, host, mount }: Revealed): () => void {
  const marked = (panel: PanelModel) =>
    card.mark && typeof guess === 'number' ? withGuess(panel, guess, card.mark) : panel;
  const stored = model.get('panel');
  if (stored) {
    const kind = host.kind === 'page' ? 'page' : 'saved';
    return mount(place, marked(stubModel(stored)), stubHost(host.loadVega, kind));
  }
  const id = model.get('panel_id');
  if (!id) return () => {};
  let unmount = () => {};
  let isGone = false;
  model.widget_manager.get_model(id).then(
    (panel: PanelModel) => {
      if (!isGone) unmount = mount(place, marked(panel), host);
    },
    () => setText(place, 'The panel did not arrive from the kernel. Run the cell again.'),
  );
  return () => {
    isGone = true;
    unmount();
  };
}

function optionGuess(card: PredictionCard): GuessInput {
  const asked = choices(card.prompt, card.options);
  return {
    element: asked.element,
    read: () => card.options[asked.chosen()],
    show: (guess) => asked.choose(card.options.indexOf(String(guess))),
    lock: asked.lock,
    missing: 'Choose an answer first.',
  };
}
