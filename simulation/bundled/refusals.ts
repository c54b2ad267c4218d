import { Refusal } from '../../sim/types.ts';
import type { Call } from './recording.ts';

/** What AWS says where it does not let a call through, or loses it. */
export const refusalOf = (fault: Call['fault'], operation: string): Refusal => {
  switch (fault) {
    case 'throttle':
      return new Refusal('ThrottlingException', 'Rate exceeded');
    case 'access-denied':
      return new Refusal('AccessDeniedException', `not authorized to perform ${operation}`);
    case 'kms-denied':
      return new Refusal('KMSAccessDeniedException', 'The ciphertext refers to a key that you may not use.');
    case 'lost-race':
      return new Refusal(
        'TransactionCanceledException',
        'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]',
        400,
        { CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }] },
      );
    default:
      return new Refusal('InternalFailure', 'We are sorry', 500);
  }
};
