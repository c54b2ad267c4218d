import type { ModelFile } from './file.ts';

type Source = Pick<ModelFile, 'metadata' | 'operations' | 'shapes'>;

/** What CloudFormation writes into the events of a stack as the status of the stack itself, and its model leaves out. */
const BEYOND_THE_MODEL = [
  'REVIEW_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
];

export const withStackStatuses = (model: Source): Source => {
  const { ResourceStatus: status, ...shapes } = model.shapes;
  if (status?.enum === undefined) throw new Error('the model of CloudFormation has no ResourceStatus');
  return {
    ...model,
    shapes: { ...shapes, ResourceStatus: { ...status, enum: [...status.enum, ...BEYOND_THE_MODEL] } },
  };
};
