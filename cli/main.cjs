#!/usr/bin/env node
require('./need-node.cjs');

import('./start.ts');
