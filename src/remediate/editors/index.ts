export { applyOperations } from './apply.ts';
