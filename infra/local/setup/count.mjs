// Adds up the counts of xunit's XML reports in a folder: "passed failed skipped".
// Failed tests are told again, with their cause, on standard error: a long run's own lines have scrolled away by then.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const sum = { passed: 0, failed: 0, skipped: 0, errors: 0 };
const text = (xml, element) => xml.match(new RegExp(`<${element}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${element}>`))?.[1].trim() ?? '';
for (const file of readdirSync(folder).filter(name => name.endsWith('.xml'))) {
  const report = readFileSync(join(folder, file), 'utf8');
  for (const [, attributes] of report.matchAll(/<assembly\s([^>]*)>/g)) {
    for (const key of Object.keys(sum)) sum[key] += Number(attributes.match(new RegExp(`\\b${key}="(\\d+)"`))?.[1] ?? 0);
  }
  for (const [test] of report.matchAll(/<test\s[^>]*result="Fail"[\s\S]*?<\/test>/g)) {
    console.error(`FAILED: ${test.match(/\bname="([^"]*)"/)?.[1]}`);
    for (const part of ['message', 'stack-trace']) console.error(text(test, part).slice(0, 4000));
  }
}
console.log(sum.passed, sum.failed + sum.errors, sum.skipped);
