export { RIGHTS } from '../freeze/rights.ts';
