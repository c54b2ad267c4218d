import { Refusal } from '../../types.ts';
import type { Desk } from './stack.ts';

/** What a resource's own service says of a failure, as CloudFormation passes it on. */
export const handlerMessage = ({ wires }: Desk, cause: unknown): string => {
  const text = cause instanceof Error ? cause.message : String(cause);
  const token = wires.seeded.id('handler requests');
  return `Resource handler returned message: "${text}" (RequestToken: ${token}, HandlerErrorCode: ${codeOf(cause, text)})`;
};

const codeOf = (cause: unknown, text: string): string => {
  const code = cause instanceof Refusal ? cause.code : '';
  if (code === 'AccessDenied') return code;
  if (/AlreadyExist|Conflict|InUse/.test(code) || /already/.test(text)) return 'AlreadyExists';
  if (/NotFound|NonExistent|DoesNotExist/.test(code) || /there is no /.test(text)) return 'NotFound';
  return 'InvalidRequest';
};
