// As a whole, so that a file without a default export is told of like any other mistake.
import * as own from '../rollback.config.ts';
import { rollbackApp } from './rollback-app.ts';

// The CDK synthesises at exit what the app holds by then.
rollbackApp(own.default);
