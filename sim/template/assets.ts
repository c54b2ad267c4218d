import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, TemplateError } from './template.ts';

/** Resolves `Code.S3Key` by the asset manifests that `cdk synth` wrote into `directory`. */
export const findAssets = (file: string, directory: string): ((s3Key: string) => string) => {
  const paths = new Map<string, string>();
  for (const manifest of manifestsIn(directory)) readManifest(join(directory, manifest), paths);
  return (s3Key) => {
    const path = paths.get(s3Key) ?? `asset.${s3Key.replace(/\.zip$/, '')}`;
    const found = join(directory, path);
    if (existsSync(found) && statSync(found).isDirectory()) return found;
    throw new TemplateError(file, [`the code of asset ${s3Key} is missing: looked for the directory ${found}`]);
  };
};

const manifestsIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith('.assets.json'))
        .sort()
    : [];

const readManifest = (file: string, paths: Map<string, string>): void => {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const files = isRecord(manifest) && isRecord(manifest['files']) ? manifest['files'] : {};
  for (const entry of Object.values(files)) {
    const source = isRecord(entry) ? entry['source'] : undefined;
    const destinations = isRecord(entry) && isRecord(entry['destinations']) ? entry['destinations'] : {};
    const path = isRecord(source) && source['packaging'] === 'zip' ? source['path'] : undefined;
    if (typeof path === 'string') for (const key of objectKeys(destinations)) paths.set(key, path);
  }
};

const objectKeys = (destinations: Readonly<Record<string, unknown>>): string[] =>
  Object.values(destinations).flatMap((destination) => {
    const key = isRecord(destination) ? destination['objectKey'] : undefined;
    return typeof key === 'string' ? [key] : [];
  });
