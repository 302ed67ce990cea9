import { startFilter } from './filter.ts';
import { startFolding } from './folding.ts';
import { startTheme } from './theme.ts';

startTheme();
startFolding(startFilter());
