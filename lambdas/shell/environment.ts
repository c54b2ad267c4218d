import { ENV, STRATEGIST_VARIABLE } from '../contract.ts';

/** All of them, or an error that names every one that is missing. */
export const readEnvironment = (): Readonly<Record<keyof typeof ENV, string>> => {
  const entries = Object.entries(ENV).map(([key, name]) => [key, process.env[name] ?? ''] as const);
  const missing = entries.filter(([, value]) => value === '').map(([key]) => ENV[key as keyof typeof ENV]);
  if (missing.length > 0)
    throw new Error(`Environment variables are missing: ${missing.join(', ')}. Deploy the stack again.`);
  return Object.fromEntries(entries) as Record<keyof typeof ENV, string>;
};

/** For a function that needs one only. */
export const readVariable = (name: string): string => {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`The environment variable ${name} is missing. Deploy the stack again.`);
  return value;
};

/** Undefined: the deployment has no strategist. */
export const strategistName = (): string | undefined => process.env[STRATEGIST_VARIABLE];
