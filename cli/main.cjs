#!/usr/bin/env node
require('./need-node.cjs');

void import('./main.ts');
