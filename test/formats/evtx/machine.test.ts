import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MEMORY_PAGES } from '../../../src/formats/evtx/machine/machine.ts';
import { assemble } from '../../support/wat/assemble.ts';

const FOLDER = 'src/formats/evtx/machine';
const SOURCES = ['text', 'numbers', 'time', 'record'];

it('the code is what its source says; -u writes it', async () => {
  const source = SOURCES.map((name) => readFileSync(`${FOLDER}/${name}.wat`, 'utf8')).join('\n');
  const code = assemble(source, MEMORY_PAGES).toString('base64');
  const comment = `/** The machine's code: \`*.wat\` of this folder as a module. \`npx vitest run test/formats/evtx/machine.test.ts -u\` writes it. */`;
  await expect(`${comment}\nexport const CODE =\n  '${code}';\n`).toMatchFileSnapshot(
    `../../../${FOLDER}/code.ts`,
  );
});
