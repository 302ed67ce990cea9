import { byId } from '../../../src/report/html/page/script/elements.ts';
import { startTheme } from '../../../src/report/html/page/script/theme.ts';

byId('theme', HTMLButtonElement).hidden = false;
startTheme();
