import { endWith, endWithTwoOnBugs } from './bug.ts';
import { main } from './main.ts';

endWithTwoOnBugs();
// No top-level await: the program is bundled as CommonJS, which starts faster.
endWith(main(process.argv.slice(2)));
