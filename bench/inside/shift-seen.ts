import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** Calls `seen` each time that SageMaker has accepted a shift of this process. */
export const onShift = (seen: () => void): void =>
  subscribe('http.client.response.finish', (message) => {
    const { request } = message as { readonly request: ClientRequest };
    if (String(request.getHeader('x-amz-target')).endsWith('.UpdateEndpointWeightsAndCapacities')) seen();
  });

/** Of this process so far, in milliseconds, user and system. */
export const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
