import type { ModelFile, RawMember, RawShape } from './file.ts';

/** Lists and maps that are flat in a form or in XML, by the name that each item bears there. */
const ITEMS: Readonly<Record<string, string>> = {
  AttributeNameList: 'AttributeName',
  BinaryList: 'BinaryListValue',
  MessageAttributeNameList: 'MessageAttributeName',
  MessageBodyAttributeMap: 'MessageAttribute',
  MessageBodySystemAttributeMap: 'MessageSystemAttribute',
  MessageSystemAttributeList: 'AttributeName',
  MessageSystemAttributeMap: 'Attribute',
  QueueAttributeMap: 'Attribute',
  QueueUrlList: 'QueueUrl',
  StringList: 'StringListValue',
  TagKeyList: 'TagKey',
  TagMap: 'Tag',
};

/** Error codes of the Query protocol and their HTTP status, where they are not the shape's name and 400. */
const CODES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  BatchEntryIdsNotDistinct: ['AWS.SimpleQueueService.BatchEntryIdsNotDistinct', 400],
  BatchRequestTooLong: ['AWS.SimpleQueueService.BatchRequestTooLong', 400],
  EmptyBatchRequest: ['AWS.SimpleQueueService.EmptyBatchRequest', 400],
  InvalidAddress: ['InvalidAddress', 404],
  InvalidBatchEntryId: ['AWS.SimpleQueueService.InvalidBatchEntryId', 400],
  InvalidSecurity: ['InvalidSecurity', 403],
  KmsAccessDenied: ['KMS.AccessDeniedException', 400],
  KmsDisabled: ['KMS.DisabledException', 400],
  KmsInvalidKeyUsage: ['KMS.InvalidKeyUsageException', 400],
  KmsInvalidState: ['KMS.InvalidStateException', 400],
  KmsNotFound: ['KMS.NotFoundException', 400],
  KmsOptInRequired: ['KMS.OptInRequired', 403],
  KmsThrottled: ['KMS.ThrottlingException', 400],
  MessageNotInflight: ['AWS.SimpleQueueService.MessageNotInflight', 400],
  OverLimit: ['OverLimit', 403],
  PurgeQueueInProgress: ['AWS.SimpleQueueService.PurgeQueueInProgress', 403],
  QueueDeletedRecently: ['AWS.SimpleQueueService.QueueDeletedRecently', 400],
  QueueDoesNotExist: ['AWS.SimpleQueueService.NonExistentQueue', 400],
  QueueNameExists: ['QueueAlreadyExists', 400],
  ReceiptHandleIsInvalid: ['ReceiptHandleIsInvalid', 404],
  RequestThrottled: ['RequestThrottled', 403],
  ResourceNotFoundException: ['ResourceNotFoundException', 404],
  TooManyEntriesInBatchRequest: ['AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 400],
  UnsupportedOperation: ['AWS.SimpleQueueService.UnsupportedOperation', 400],
};

type Source = Pick<ModelFile, 'metadata' | 'operations' | 'shapes'>;

/** botocore's model of SQS speaks JSON only. Clients of before 2023 speak Query, in which the same things have other names. */
export const withQueryNames = ({ metadata, operations, shapes }: Source): Source => {
  const itemName = (list: string): string => ITEMS[list] ?? shapes[list]?.member?.shape ?? list;
  const named = (member: RawMember): RawMember =>
    shapes[member.shape]?.flattened === true || member.flattened === true
      ? { ...member, queryName: itemName(member.shape) }
      : member;
  const renamed = ([name, shape]: [string, RawShape]): [string, RawShape] => {
    if (shape.type === 'map') return [name, { ...shape, ...keyAndValue(name, shape) }];
    const [code, httpStatusCode] = CODES[name] ?? [];
    const members = Object.entries(shape.members ?? {}).map(([key, member]) => [key, named(member)] as const);
    return [
      name,
      {
        ...shape,
        ...(shape.members && { members: Object.fromEntries(members) }),
        ...(code !== undefined && httpStatusCode !== undefined && { error: { code, httpStatusCode } }),
      },
    ];
  };
  return {
    metadata: {
      ...metadata,
      protocols: [...metadata.protocols, 'query'],
      xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    },
    operations,
    shapes: Object.fromEntries(Object.entries(shapes).map(renamed)),
  };
};

const keyAndValue = (name: string, { key, value }: RawShape): Pick<RawShape, 'key' | 'value'> => ({
  ...(key && { key: { ...key, queryName: name === 'TagMap' ? 'Key' : 'Name' } }),
  ...(value && { value: { ...value, queryName: 'Value' } }),
});
