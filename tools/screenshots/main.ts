import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from '../../lab/browser.ts';
import { setStage } from '../../test/console/stage.ts';
import { signIn } from '../../test/console/signin.ts';
import { visit } from '../../test/console/visit.ts';

// node tools/screenshots/main.ts [--folder F] [--page NAME]… [--width PX]… [--scheme light|dark]… [--language en|zh-CN]…
// Pictures of the console's pages as they are, on a small real fleet.

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'screenshots' },
    page: { type: 'string', multiple: true },
    width: { type: 'string', multiple: true, default: ['380', '1280', '2560'] },
    scheme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    language: { type: 'string', multiple: true, default: ['en', 'zh-CN'] },
    endpoint: { type: 'string' },
  },
});

await using stage = await setStage();
const { forewarm, taskIds } = stage;
const film = encodeURIComponent('http://cdn.example.com/film/segment-3.ts');
const pages: Record<string, string> = {
  overview: '',
  tasks: 'tasks',
  task: `tasks/${taskIds.partly}`,
  submit: 'submit',
  explain: `explain?url=${film}`,
  nodes: 'nodes',
  node: 'nodes/edge-sh-1',
  domains: 'domains',
  configuration: 'configuration',
  keys: 'keys',
  audit: 'audit',
  explorer: 'explorer/PrefetchNewUcdnDomainCache',
};
await mkdir(values.folder, { recursive: true });
const endpoint = values.endpoint ?? forewarm.endpoint;
for (const width of values.width.map(Number)) {
  for (const scheme of values.scheme) {
    for (const language of values.language) await shoot(width, scheme === 'dark' ? 'dark' : 'light', language);
  }
}

async function shoot(width: number, colorScheme: 'light' | 'dark', locale: string): Promise<void> {
  await using browser = await startBrowser({
    viewport: { width, height: width < 500 ? 800 : width > 2000 ? 1440 : 860 },
    colorScheme,
    locale,
  });
  const { page, faults } = await browser.open(`${endpoint}/console/`);
  await page.screenshot({ path: picture('signin') });
  await signIn(page, forewarm);
  for (const [name, path] of Object.entries(pages)) {
    if (values.page !== undefined && !values.page.includes(name)) continue;
    await visit(page, path);
    await page.locator('h1').waitFor();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: picture(name) });
  }
  if (faults.length > 0) console.error([...new Set(faults)].join('\n'));

  function picture(name: string): string {
    return join(values.folder, `${name}-${width}-${colorScheme}-${locale}.png`);
  }
}
