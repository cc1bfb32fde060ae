import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { licenceAdmise, paquetsInstalles } from './support/paquets.ts';

// `npm run paquets`: licences of what is installed, and its known vulnerabilities where the registry answers
// that question.

const paquets = await paquetsInstalles();
for (const developpement of [false, true]) {
  const lot = paquets.filter((paquet) => paquet.developpement === developpement);
  console.log(`\n${developpement ? 'Développement' : 'Service'} : ${lot.length} paquets`);
  for (const [licence, nombre] of compter(lot.map(({ licence }) => licence)))
    console.log(`  ${String(nombre).padStart(4)}  ${licence}`);
}
const refuses = paquets.filter((paquet) => !licenceAdmise(paquet));
for (const { nom, version, licence } of refuses)
  console.log(`Licence non admise : ${nom} ${version} (${licence}).`);

const failles = await connues();
console.log(`\n${failles.phrase}`);
process.exitCode = refuses.length > 0 || failles.nombre > 0 ? 1 : 0;

function compter(licences: readonly string[]): [string, number][] {
  const comptes = new Map<string, number>();
  for (const licence of licences) comptes.set(licence, (comptes.get(licence) ?? 0) + 1);
  return [...comptes].sort(([, a], [, b]) => b - a);
}

async function connues(): Promise<{ nombre: number; phrase: string }> {
  // npm audit exits with 1 as soon as it finds something: its report is on standard output in both cases.
  const sortie = await promisify(execFile)('npm', ['audit', '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .then(({ stdout }) => stdout)
    .catch(
      (erreur: unknown) => z.object({ stdout: z.string() }).catch({ stdout: '{}' }).parse(erreur).stdout,
    );
  const rapport = z
    .object({
      metadata: z.object({
        vulnerabilities: z.object({ total: z.number(), high: z.number(), critical: z.number() }),
      }),
    })
    .safeParse(JSON.parse(sortie));
  if (!rapport.success)
    return {
      nombre: 0,
      phrase:
        'Failles connues : le registre npm configuré ici ne répond pas à cette question (npm audit) ; à refaire avec un registre qui y répond.',
    };
  const { total, high, critical } = rapport.data.metadata.vulnerabilities;
  return {
    nombre: total,
    phrase: `Failles connues : ${total} (dont graves ${high}, critiques ${critical}). Le détail : npm audit.`,
  };
}
