import type { InvokeEndpointInput, InvokeEndpointOutput } from '@aws-sdk/client-sagemaker-runtime';
import { type Account, Later, type Need, type Part, Refusal, type Wires } from '../../types.ts';
import { type Failed, refusalOf } from './refusals.ts';

/** What it must know of an endpoint. */
export type Invocable = { readonly name: string; readonly arn: string; readonly variants: readonly { name: string }[] };

/** One request, as it will have been answered after `ms`. */
export type Answered = Failed & {
  readonly ms: number;
  readonly count: (at: number) => void;
};

/** Where endpoints are, and who answers for them. */
export type Behind<E extends Invocable> = {
  /** Undefined when there is none of that name, compared case by case, or it does not serve. */
  readonly serving: (name: string) => E | undefined;
  readonly ask: (endpoint: E, asking: { readonly variant: string | undefined }) => Answered;
};

/** SageMaker's data plane. */
export const makeSageMakerRuntime = <E extends Invocable>(wires: Wires, behind: Behind<E>): Part => ({
  provisioners: [],
  api: {
    name: 'sagemaker-runtime',
    operations: {
      InvokeEndpoint: {
        needs: ({ EndpointName = '' }: InvokeEndpointInput): readonly Need[] => [
          { action: 'sagemaker:InvokeEndpoint', resource: arnOf(wires.account, EndpointName) },
        ],
        run: (input: InvokeEndpointInput) => invoke(wires, behind, input),
      },
    },
  },
});

const arnOf = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:sagemaker:${region}:${id}:endpoint/${name.toLowerCase()}`;

const invoke = <E extends Invocable>(wires: Wires, behind: Behind<E>, input: InvokeEndpointInput): Later => {
  refuseHeaders(input);
  const { EndpointName: name = '', TargetVariant: variant } = input;
  const endpoint = behind.serving(name);
  if (endpoint === undefined) throw invalid(`Endpoint ${name} of account ${wires.account.id} not found.`);
  if (variant !== undefined && !endpoint.variants.some((one) => one.name === variant)) {
    throw invalid(`Variant ${variant} of endpoint ${name} of account ${wires.account.id} not found.`);
  }
  return new Later((answer) => {
    const answered = behind.ask(endpoint, { variant });
    wires.clock.after(answered.ms, `answer of endpoint ${name}`, () => {
      answered.count(wires.clock.now());
      answer(refusalOf(wires.account, name, answered) ?? outputOf(input, answered));
    });
  });
};

const invalid = (text: string): Refusal => new Refusal('ValidationError', text);

/** What asks for a kind of endpoint that does not exist here. */
const refuseHeaders = (input: InvokeEndpointInput): void => {
  const { EndpointName: name, TargetModel: model, InferenceComponentName: component } = input;
  if (model !== undefined) {
    throw invalid(`Endpoint ${name} is not a multi-model endpoint and does not support target model header.`);
  }
  if (component !== undefined) {
    throw invalid(`Endpoint ${name} has no inference components and does not support inference component header.`);
  }
  const odd = (['SessionId', 'TargetContainerHostname', 'EnableExplanations', 'PrefixAwareId'] as const).find(
    (member) => input[member] !== undefined,
  );
  if (odd !== undefined) throw new Error(`InvokeEndpoint: the small AWS does not know ${odd}`);
};

/** The model knows who it is, and how much it was sent. */
const outputOf = (input: InvokeEndpointInput, { variant }: Answered): InvokeEndpointOutput => {
  const received = Buffer.byteLength((input.Body ?? '') as Uint8Array | string);
  return {
    Body: Buffer.from(JSON.stringify({ endpoint: input.EndpointName, variant, receivedBytes: received })) as never,
    ContentType: 'application/json',
    InvokedProductionVariant: variant,
  };
};
