import { type Part, Refusal, type Wires } from '../../types.ts';
import { tablesApi } from './api.ts';
import { tableProvisioners } from './provisioners.ts';
import type { Table } from './table.ts';
import type { Item } from './values.ts';

export type TableBook = {
  /** Copies of a table's items, in no order. */
  readonly items: (tableName: string) => readonly Item[];
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
    items: (name) => structuredClone([...tableNamed(name).items.values()]),
    api: tablesApi(wires, { all: tables, named: tableNamed, nameIn }),
  };
};

/** Requests may name a table by its ARN as well. */
const nameIn = (nameOrArn: string): string => nameOrArn.replace(/^arn:[^/]*:table\//, '');
