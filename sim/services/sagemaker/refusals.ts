import { Refusal } from '../../types.ts';

/** SageMaker tells nearly everything by this one code, which its own model does not have. */
export const invalid = (text: string): Refusal => new Refusal('ValidationException', text);

/** As the service models' own constraints are told. */
export const constraint = (value: unknown, place: string, rule: string): Refusal =>
  invalid(`1 validation error detected: Value '${String(value)}' at '${place}' failed to satisfy constraint: ${rule}`);
