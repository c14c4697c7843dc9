/** A choice in a linked panel filters this one: its sums are taken anew, here in the browser. */
import { own } from '../../contract/own';
import type { Filtering, Row } from '../../contract/declaration';

type Datasets = Record<string, Row[]>;

export class LinkFilter {
  private from: Row[] | undefined;
  private across: Row[] | undefined;
  private keys = '';
  private rows: Row[] = [];

  constructor(private readonly filtering: Filtering | undefined) {}

  /** The data sets as they are for the other's chosen keys; without any they stay as they are. */
  applied(datasets: Datasets, keys: string[]): Datasets {
    const { filtering } = this;
    if (!filtering || keys.length === 0) return datasets;
    const from = own(datasets, filtering.rows);
    const across = own(datasets, filtering.crossed);
    if (!from || !across) return datasets;
    const asked = JSON.stringify(keys);
    // The same rows for the same question: a chart takes up only what is new.
    if (from !== this.from || across !== this.across || asked !== this.keys) {
      this.rows = filteredRows(from, across, new Set(keys), filtering);
      [this.from, this.across, this.keys] = [from, across, asked];
    }
    return { ...datasets, [filtering.rows]: this.rows };
  }
}

export function filteredRows(
  rows: Row[],
  across: Row[],
  keys: ReadonlySet<string>,
  { key, fields }: Filtering,
): Row[] {
  const nothing = Object.fromEntries(fields.map((field) => [field, 0]));
  const sums = new Map<unknown, Record<string, number>>();
  for (const pair of across) {
    if (!keys.has(String(pair.other))) continue;
    const sum = sums.get(pair.key) ?? { ...nothing };
    for (const field of fields) sum[field] += Number(pair[field]) || 0;
    sums.set(pair.key, sum);
  }
  return rows.map((row) => ({ ...row, ...(sums.get(row[key]) ?? nothing) }));
}
