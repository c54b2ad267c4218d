export const DEFAULT_NAME = 'sagemaker-rollback';
