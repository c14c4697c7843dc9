/** What the pieces of a panel have in common. */
import type { Answers } from './session/answers';
import type { VegaRuntime } from '../contract/declaration';
import type { Numbers } from '../base/format';
import type { Changed, Session } from './session/session';

/** A piece of the panel: it shows the session, and changes it. */
export interface Part {
  element: HTMLElement;
  update(changed: Changed): void;
  dispose?(): void;
}

/** What each piece may use. */
export interface Context {
  session: Session;
  numbers: Numbers;
  answers: Answers;
  vega: Promise<VegaRuntime>;
}

/** True when a topic that the piece shows has changed. */
export function any(changed: Changed, ...topics: Parameters<Changed['has']>[0][]): boolean {
  return topics.some((topic) => changed.has(topic));
}
