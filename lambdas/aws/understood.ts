import type { DescribeEndpointCommandOutput, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';

/**
 * The reply, if it is what SageMaker's model promises: a weight of NaN or below zero, or a variant named twice, would be
 * reckoned with like any other, and nobody could say what comes of it.
 */
export const understood = (reply: DescribeEndpointCommandOutput): DescribeEndpointCommandOutput => {
  const wrong = whatIsWrong(reply);
  if (wrong === undefined) return reply;
  throw new Error(`SageMaker describes the endpoint in a way that cannot be judged: ${wrong}. Look at it by hand.`);
};

const whatIsWrong = (reply: DescribeEndpointCommandOutput): string | undefined => {
  const { EndpointStatus: status, LastModifiedTime: modified, ProductionVariants: variants = [] } = reply;
  if (!isText(status)) return 'it has no status';
  if (!Number.isFinite(modified?.getTime())) return 'it was last modified at no time';
  if (!Array.isArray(variants)) return 'its variants are no list';
  const names = variants.map(({ VariantName: name }) => name);
  if (new Set(names).size < names.length) return 'two variants have one name';
  return variants.map(wrongWith).find((wrong) => wrong !== undefined);
};

const wrongWith = (variant: ProductionVariantSummary): string | undefined => {
  const { VariantName: name, CurrentWeight, DesiredWeight, CurrentInstanceCount } = variant;
  if (!isText(name)) return 'a variant has no name';
  const figures = { CurrentWeight, DesiredWeight, CurrentInstanceCount };
  const odd = Object.entries(figures).find(([, figure]) => figure !== undefined && !isQuantity(figure));
  return odd && `variant ${JSON.stringify(name)} has a ${odd[0]} of ${String(odd[1])}`;
};

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const isQuantity = (figure: unknown): boolean => Number.isFinite(figure) && Number(figure) >= 0;
