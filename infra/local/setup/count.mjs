// Adds up the counts of xunit's XML reports in a folder: "passed failed skipped".
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const sum = { passed: 0, failed: 0, skipped: 0, errors: 0 };
for (const file of readdirSync(folder).filter(name => name.endsWith('.xml'))) {
  for (const [, attributes] of readFileSync(join(folder, file), 'utf8').matchAll(/<assembly\s([^>]*)>/g)) {
    for (const key of Object.keys(sum)) sum[key] += Number(attributes.match(new RegExp(`\\b${key}="(\\d+)"`))?.[1] ?? 0);
  }
}
console.log(sum.passed, sum.failed + sum.errors, sum.skipped);
