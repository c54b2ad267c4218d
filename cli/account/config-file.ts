/** Where the adopter's config is, unless `--config` says otherwise. */
export const CONFIG_FILE = 'rollback.config.ts';
