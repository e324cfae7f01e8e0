import { describe } from 'vitest';
import { samplePromises } from './promises.ts';

describe('the explorer’s code in typescript', () => {
  samplePromises('typescript');
});
