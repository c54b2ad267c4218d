import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as ssm from '@aws-sdk/client-ssm';

/** The AWS CLI, as far as the pages use it: each command by the SDK's client of its service. */
const SERVICES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { cloudformation, dynamodb, iam, ssm };
const CLIENTS = {
  cloudformation: cloudformation.CloudFormationClient,
  dynamodb: dynamodb.DynamoDBClient,
  iam: iam.IAMClient,
  ssm: ssm.SSMClient,
} as const;

export type AwsCall = { readonly service: string; readonly operation: string; readonly input: Sections };
export type Sections = Readonly<Record<string, unknown>>;

/** Options that shape the CLI's own output are none of the API's. */
const OWN = ['--query', '--output'];

export type Words = readonly string[];

/** `aws ssm put-parameter --name N`, understood. `readFile` gives what `file://` names. */
export const awsCall = (
  [, service = '', operation = '', ...args]: Words,
  readFile: (path: string) => string,
): AwsCall => {
  const input: Record<string, unknown> = {};
  for (const [place, option] of args.entries()) {
    if (!option.startsWith('--') || OWN.includes(option)) continue;
    const [value = '--'] = args.slice(place + 1);
    const given = value.startsWith('--') ? true : value.startsWith('file://') ? readFile(value.slice(7)) : value;
    input[pascal(option.slice(2))] = given;
  }
  return { service, operation: pascal(operation), input };
};

const pascal = (name: string): string => name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

type Sender = { readonly send: (command: never) => Promise<Sections> };
type Where = { readonly endpoint: string; readonly credentials: Credentials };

export const sendAws = async ({ service, operation, input }: AwsCall, where: Where): Promise<Sections> => {
  const Client = CLIENTS[service as keyof typeof CLIENTS];
  const Command = SERVICES[service]?.[`${operation}Command`];
  if (Client === undefined || typeof Command !== 'function') throw new Error(`nobody sends ${service} ${operation}`);
  const client = new Client({ ...where, region: 'eu-west-1' });
  const command = Reflect.construct(Command, [input]) as never;
  const { $metadata: _, ...answer } = await (client as Sender).send(command);
  return answer;
};

/** What `--query` makes of an answer, as far as the pages ask: `A.B`, or `A[?K=='v'||…].[M,N]`, as `--output text` prints it. */
export const queried = (answer: Sections, words: Words): string => {
  const query = words[words.indexOf('--query') + 1] ?? '';
  const [, list, filter, members] = /^(\w+)\[\?(.*)\]\.\[(.*)\]$/.exec(query) ?? [];
  if (list === undefined) return String(query.split('.').reduce<unknown>((at, key) => (at as Sections)[key], answer));
  const wanted = [...(filter ?? '').matchAll(/(\w+)=='([^']*)'/g)].map(([, key = '', value]) => ({ key, value }));
  return (answer[list] as readonly Sections[])
    .filter((one) => wanted.some(({ key, value }) => one[key] === value))
    .map((one) =>
      (members ?? '')
        .split(',')
        .map((member) => String(one[member]))
        .join('\t'),
    )
    .join('\n');
};

/** `aws cloudformation wait stack-delete-complete --stack-name N` */
export const waitForDeletion = async (StackName: string, where: Where): Promise<void> => {
  const client = new cloudformation.CloudFormationClient({ ...where, region: 'eu-west-1' });
  const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await cloudformation.waitUntilStackDeleteComplete(patience, { StackName });
};
