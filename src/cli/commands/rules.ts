import type { Command } from 'commander';
import { addRulesCheck } from './rules/check.ts';
import { addRulesList } from './rules/list.ts';
import { addRulesShow } from './rules/show.ts';

/** \`stemma rules\`: looking at rules without running them. */
export function addRules(program: Command): void {
  const rules = program
    .command('rules')
    .summary('list, show and check rules')
    .description(
      "Look at rules without running them. A rule is a TOML file in the shape of Elastic's detection-rules repository, or an .eql file that holds a query and nothing else; paths are files, folders (at any depth) and globs.",
    );
  for (const add of [addRulesList, addRulesShow, addRulesCheck]) add(rules);
}
