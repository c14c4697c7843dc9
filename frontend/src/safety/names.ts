/**
 * Groups of rows by any name. Vega keeps groups in plain objects of JavaScript, where "constructor"
 * and its like are there already, and where what is put under "__proto__" changes every object of
 * the page.
 */
import { accessor, transforms } from 'vega';

type Accessor = ((row: unknown) => unknown) & { fields: string[]; fname: string };

/** What sorts rows into groups by the joined values of some fields. */
const JOINING = ['impute', 'kde', 'dotbin', 'quantile', 'regression', 'loess'];
/** What finds rows by a value: by which of its parameters. */
const FINDING = { datajoin: 'key', tupleindex: 'field', lookup: 'fields' };

/** Joined to another value, no name is one that every object has. */
const beside = accessor(() => '', [], 'clv_beside');

/** A name that no object has by itself. */
function own(key: unknown): unknown {
  const name = String(key);
  return name in Object.prototype ? `\0${name}` : key;
}

function owned(key: Accessor): unknown {
  return accessor((row: unknown) => own(key(row)), key.fields, key.fname);
}

/** Lets a chart's groups have any name. */
export function allowAnyName(): void {
  const { window, facet } = transforms as any;
  const { group } = window.prototype;
  window.prototype.group = function (key: unknown) {
    return group.call(this, own(key));
  };
  const { subflow } = facet.prototype;
  facet.prototype.subflow = function (key: unknown, flow: unknown, pulse: unknown, parent: any) {
    const drawn = parent ?? this._group[key as string]?.tuple;
    return subflow.call(this, own(key), flow, pulse, drawn);
  };
  for (const name of JOINING) give(name, 'groupby', (keys) => [...[keys].flat(), beside]);
  for (const [name, parameter] of Object.entries(FINDING)) {
    give(name, parameter, (key) => (Array.isArray(key) ? key.map(owned) : owned(key)));
  }
}

/** Gives a transform another parameter than it was given, if it was given one. */
function give(name: string, parameter: string, other: (given: any) => unknown): void {
  const { prototype } = (transforms as any)[name];
  const { transform } = prototype;
  prototype.transform = function (given: any, pulse: unknown) {
    const value = given[parameter];
    const all = value ? Object.create(given, { [parameter]: { value: other(value) } }) : given;
    return transform.call(this, all, pulse);
  };
}
