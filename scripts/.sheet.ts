import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [out = '', width = '360', cols = '4', ...files] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false });
const p = await b.newPage({ viewport: { width: (Number(width) + 8) * Number(cols), height: 100 } });
const html = `<body style="margin:0;background:#c4a;display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start">${files.map((f) => `<img style="width:${width}px" src="${pathToFileURL(resolve(f))}">`).join('')}`;
writeFileSync('/tmp/pg/sheet.html', html);
await p.goto('file:///tmp/pg/sheet.html');
await p.waitForLoadState('load');
await p.screenshot({ path: out, fullPage: true });
await b.close();
