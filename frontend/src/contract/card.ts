/** What a lesson's card asks; clvwidgets/course/_questions.py writes it. */

export interface Question {
  key: string;
  prompt: string;
  options: { text: string; feedback: string; right: boolean }[];
  /** Notebooks to read after a wrong first answer; only where scores are given. */
  read: string[];
}

export interface QuestionsCard {
  kind: 'questions';
  heading: string;
  questions: Question[];
  /** What is said when all are answered; from the highest down. */
  scores: { at_least: number; says: string }[];
}

export interface PredictionCard {
  kind: 'prediction';
  heading: string;
  key: string;
  prompt: string;
  low: number;
  high: number;
  step: number;
  unit: string;
  /** Instead of a slider. */
  options: string[];
  answer: number | string;
  reveal: string;
  /** Axis of the revealed chart on which the guess is drawn. */
  mark: '' | 'x' | 'y';
  /** Rows that are revealed, too; the first `labels` columns name them. */
  table: { columns: string[]; rows: string[][]; labels: number } | null;
}

/** What `declaration.card` holds. */
export type Card = QuestionsCard | PredictionCard;
