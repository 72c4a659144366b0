// Programs of others, to compare with: installed for a measurement alone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NotMeasurable } from './users.mjs';

/**
 * The file that runs a package's command, installed into a folder.
 *
 * @throws {NotMeasurable} where it can't be had
 */
export async function installed(name, version, command, folder) {
  const modules = join(folder, name.replaceAll('/', '-'));
  try {
    const options = ['--no-save', '--ignore-scripts', '--silent', '--prefix', modules];
    await spawned('npm', ['install', ...options, `${name}@${version}`]);
  } catch (failure) {
    throw new NotMeasurable(`${name} can't be installed: ${failure.message}`);
  }
  const file = join(modules, 'node_modules', name, command);
  if (!existsSync(file)) throw new NotMeasurable(`${name}'s command is not where it was expected`);
  return file;
}

/** Runs a process to its end. @throws where that is not 0, with the end of what it said */
export function spawned(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args[0]} ended with ${code}: ${said}`));
    });
  });
}
