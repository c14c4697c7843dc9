/** What a learner guesses with: a number's slider and box, or options. */

export type Guess = number | string;

/** What the learner guesses with. */
export interface GuessInput {
  element: HTMLElement;
  /** Undefined while there is none. */
  read(): Guess | undefined;
  show(guess: Guess): void;
  lock(): void;
  /** What is missing or wrong, as a sentence. */
  readonly missing: string;
}
