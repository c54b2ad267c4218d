import { describe, expect, test } from 'vitest';
import type { Principal } from '../../../sim/types.ts';
import { call } from '../small-account.ts';
import { type Fields, key, type Ledger, ledger, put, saying } from './ledger.ts';

describe('a query', () => {
  const filled = (): Ledger => {
    const to = ledger();
    for (const sk of ['b#2', 'a#1', 'b#1', 'c#1']) put(to, key(sk));
    put(to, key('a#1', 'other'));
    return to;
  };
  const query = (over: Fields): { readonly Items: readonly { sk: { S: string } }[]; readonly [key: string]: unknown } =>
    call(filled(), 'Query', {
      TableName: 'Ledger',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'e' } },
      ...over,
    }) as never;
  const found = (over: Fields) => query(over).Items.map(({ sk }) => sk.S);
  const where = (condition: string, values: Fields) => ({
    KeyConditionExpression: `pk = :p AND ${condition}`,
    ExpressionAttributeValues: { ':p': { S: 'e' }, ...values },
  });

  for (const [name, over, expected] of [
    ['everything of one partition, in order', {}, ['a#1', 'b#1', 'b#2', 'c#1']],
    ['the newest first', { ScanIndexForward: false, Limit: 1 }, ['c#1']],
    ['what begins alike', where('begins_with(sk, :s)', { ':s': { S: 'b#' } }), ['b#1', 'b#2']],
    ['what lies between', where('sk BETWEEN :x AND :y', { ':x': { S: 'b' }, ':y': { S: 'b#1' } }), ['b#1']],
    ['what comes after', where('sk > :s', { ':s': { S: 'b#1' } }), ['b#2', 'c#1']],
    ['what is left after a page', { ExclusiveStartKey: key('b#2') }, ['c#1']],
    ['what is left after a page, backwards', { ExclusiveStartKey: key('b#1'), ScanIndexForward: false }, ['a#1']],
  ] as const) {
    test(`finds ${name}`, () => expect(found(over)).toEqual(expected));
  }

  test('says where it stopped whenever its limit stopped it', () => {
    expect(query({ Limit: 4 })).toMatchObject({ Count: 4, ScannedCount: 4, LastEvaluatedKey: key('c#1') });
    expect(query({ Limit: 5 })).not.toHaveProperty('LastEvaluatedKey');
  });

  for (const [name, over, message] of [
    ['on an attribute beside the whole key', where('sk = :n AND n = :n', { ':n': { S: '1' } }), 'not supported'],
    ['of the sort key only', { KeyConditionExpression: 'sk = :p' }, 'missed key schema element: pk'],
    ['with OR', { KeyConditionExpression: 'pk = :p OR pk = :p' }, 'missed key schema element'],
    ['on an attribute that is no key', where('n = :n', { ':n': { N: '1' } }), 'not supported'],
  ] as const) {
    test(`${name} is refused`, () => expect(() => query(over)).toThrow(saying(message)));
  }

  test('filters what it found, after its limit has counted it', () => {
    const FilterExpression = 'attribute_not_exists(gone) AND NOT attribute_exists(n)';
    expect(query({ FilterExpression })).toMatchObject({ Count: 4, ScannedCount: 4 });
    const never = { FilterExpression: 'attribute_exists(gone)', Limit: 2 };
    expect(query(never)).toEqual({ Items: [], Count: 0, ScannedCount: 2, LastEvaluatedKey: key('b#1') });
  });

  test('gives only the attributes that were asked for, or only their count', () => {
    expect(query({ ProjectionExpression: 'sk', Limit: 1 }).Items).toEqual([{ sk: { S: 'a#1' } }]);
    const counted = query({ Select: 'COUNT' });
    expect(counted).toEqual({ Count: 4, ScannedCount: 4 });
  });

  for (const [name, over, message] of [
    [
      'that filters by a key',
      { FilterExpression: 'sk <> pk' },
      'non-primary key attributes: Primary key attribute: pk',
    ],
    ['of an index', { IndexName: 'by-name' }, 'does not have the specified index: by-name'],
    ['that starts in another partition', { ExclusiveStartKey: key('a#1', 'other') }, 'outside query boundaries'],
    [
      'that starts outside its range',
      { ...where('sk > :s', { ':s': { S: 'b' } }), ExclusiveStartKey: key('a#1') },
      'does not match the range key predicate',
    ],
    [
      'with a key of another type',
      { ExpressionAttributeValues: { ':p': { N: '1' } } },
      'parameter type does not match schema type',
    ],
    ['of all projected attributes', { Select: 'ALL_PROJECTED_ATTRIBUTES' }, 'only when Querying using an IndexName'],
    [
      'that counts what it projects',
      { Select: 'COUNT', ProjectionExpression: 'n' },
      'Cannot specify the ProjectionExpression',
    ],
  ] as const) {
    test(`${name} is refused`, () => expect(() => query(over)).toThrow(saying(message)));
  }

  test('ends its page after a mebibyte', () => {
    const to = ledger();
    for (const sk of ['a', 'b', 'c', 'd']) put(to, { ...key(sk), text: { S: 'x'.repeat(390_000) } });
    const input = {
      TableName: 'Ledger',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :p',
      ProjectionExpression: 'sk',
    };
    const page = call(to, 'Query', { ...input, ExpressionAttributeValues: { ':p': { S: 'e' } } });
    expect(page).toMatchObject({ Count: 3, LastEvaluatedKey: key('c') });
  });

  test('by a function must be consistent; a person may look as they please', () => {
    const input = {
      TableName: 'Ledger',
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'e' } },
    };
    const { api } = ledger();
    const by = (who: Principal) => () => api?.operations['Query']?.run(input as never, who);
    expect(by({ kind: 'person', name: 'ana' })).not.toThrow();
    expect(by({ kind: 'role', arn: 'r', roleId: 'r', functionName: 'f' })).toThrow('no Query without ConsistentRead');
  });
});

describe('a scan', () => {
  const filled = (): Ledger => {
    const to = ledger();
    for (const pk of ['a', 'b', 'c', 'd', 'e', 'f']) for (const sk of ['2', '1']) put(to, key(sk, pk));
    return to;
  };
  type Page = { readonly Items: readonly ReturnType<typeof key>[]; readonly LastEvaluatedKey?: object };
  const scan = (from: Ledger, over: Fields = {}): Page => call(from, 'Scan', { TableName: 'Ledger', ...over }) as Page;
  const names = ({ Items }: Page) => Items.map(({ pk, sk }) => `${pk.S}${sk.S}`);

  test("gives everything, partition by partition, in an order that is nobody's", () => {
    const found = names(scan(filled()));
    expect(found).toHaveLength(12);
    expect(found.map((name) => name[1])).toEqual(found.map((_, index) => (index % 2 === 0 ? '1' : '2')));
    expect(found).not.toEqual(found.toSorted());
  });

  test('gives the same in pages and in segments', () => {
    const from = filled();
    const pages: string[] = [];
    for (let start: object | undefined, more = true; more; more = start !== undefined) {
      const page = scan(from, { Limit: 5, ...(start && { ExclusiveStartKey: start }) });
      pages.push(...names(page));
      start = page.LastEvaluatedKey;
    }
    const segments = [0, 1, 2].flatMap((Segment) => names(scan(from, { Segment, TotalSegments: 3 })));
    expect(pages).toEqual(names(scan(from)));
    expect(segments.toSorted()).toEqual(pages.toSorted());
  });

  test('filters, also by keys', () => {
    const over = { FilterExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'b' } } };
    expect(scan(filled(), over)).toMatchObject({ Count: 2, ScannedCount: 12 });
  });

  for (const [name, over, message] of [
    ['a segment of nothing', { Segment: 0 }, 'TotalSegments parameter is required'],
    ['no segment of several', { TotalSegments: 2 }, 'Segment parameter is required'],
    ['a segment too many', { Segment: 2, TotalSegments: 2 }, 'Segment: 2 is not less than TotalSegments: 2'],
  ] as const) {
    test(`of ${name} is refused`, () => expect(() => scan(ledger(), over)).toThrow(saying(message)));
  }
});
