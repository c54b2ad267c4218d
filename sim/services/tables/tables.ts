import { type Part, Refusal, type Wires } from '../../types.ts';
import { tablesApi } from './api.ts';
import { keyOfItem } from './keys.ts';
import { tableProvisioners } from './provisioners.ts';
import type { Table } from './table.ts';
import type { Item } from './values.ts';

export type TableBook = {
  /** Copies of a table's items, in no order. */
  readonly items: (tableName: string) => readonly Item[];
  readonly names: () => readonly string[];
  /** As somebody with the right to it would; it is no call of anybody's. */
  readonly put: (tableName: string, item: Item) => void;
};

export const makeTables = (wires: Wires): Part & TableBook => {
  const tables = new Map<string, Table>();
  const tableNamed = (name: string): Table => {
    const table = tables.get(nameIn(name));
    if (table === undefined) throw new Refusal('ResourceNotFoundException', 'Requested resource not found');
    return table;
  };
  return {
    provisioners: tableProvisioners(wires, tables),
    names: () => [...tables.keys()],
    put: (name, item) => {
      const table = tableNamed(name);
      table.items.set(keyOfItem(table, item), structuredClone(item));
    },
    items: (name) => structuredClone([...tableNamed(name).items.values()]),
    api: tablesApi(wires, { all: tables, named: tableNamed, nameIn }),
  };
};

/** Requests may name a table by its ARN as well. */
const nameIn = (nameOrArn: string): string => nameOrArn.replace(/^arn:[^/]*:table\//, '');
