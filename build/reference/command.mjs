/** The help of every command, as it is printed. */
export function commandPage(command) {
  const names = Array.from(command('--help').matchAll(/^ {2}([a-z]+) .*[<[]/gm), ([, name]) => name);
  const parts = names
    .filter((name) => name !== 'help')
    .map((name) => `## ${name}\n\n\`\`\`\n${command(name, '--help').trim()}\n\`\`\`\n`);
  return `${HEAD}\n${parts.join('\n')}`;
}

const HEAD = `# The command

<!-- Written by npm run docs from the command's own help. -->

\`npx tigase-emulator COMMAND\`. It exits with 0 where it was stopped in order or all scenarios passed, 1 where a
scenario failed or the server could not go on, 2 where the command, an option or a file is wrong, and 3 where the target
can't be reached. What was asked for goes to stdout, the log to stderr.
`;
