import config from '../rollback.config.ts';
import { rollbackApp } from './rollback-app.ts';

// The CDK synthesises at exit what the app holds by then.
rollbackApp(config);
