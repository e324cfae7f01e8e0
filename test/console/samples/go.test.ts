import { describe } from 'vitest';
import { wantedSdks } from '../../conformance/sdk/programs.ts';
import { samplePromises } from './promises.ts';

// Left out only where ./check names the SDK as one that no registry could give.
describe.each(wantedSdks().filter((name) => name === 'go'))('the explorer’s code in %s', () => {
  samplePromises('go');
});
