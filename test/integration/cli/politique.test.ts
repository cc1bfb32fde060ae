import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { HACHEUR_ARGON2 } from '#src/domain/acces/compte/mot-de-passe.ts';
import { executerRegles } from '#src/cli/regles/commande.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { FAITS, monter, quotas, type Fixture } from '#test/integration/registre/fixture.ts';

const [UNE, AUTRE] = ['analyste1@cnaf.example', 'analyste2@cnaf.example'];

const MOT_DE_PASSE = 'un mot de passe assez long';

let fixture: Fixture;
let racine: string;
/** What the second analyst shows. */
let preuve: string;
beforeAll(async () => {
  fixture = await monter('2026-03-02', ['quotas', 'securite']);
  vi.stubEnv('DATABASE_URL', fixture.urlApplication);
  racine = await mkdtemp(join(tmpdir(), 'regles-'));
  preuve = join(racine, 'preuve');
  await writeFile(preuve, `${MOT_DE_PASSE}\n`, { mode: 0o600 });
  await fixture.proprietaire.query('update compte set empreinte_mot_de_passe = $1', [
    await HACHEUR_ARGON2.hacher(MOT_DE_PASSE),
  ]);
  for (const dossier of ['schemas', 'quotas'])
    await cp(join(RULES_FOLDER, dossier), join(racine, dossier), { recursive: true });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(racine, { recursive: true, force: true });
  await fixture.fermer();
});

const fichier = (numero: string): string => join(racine, 'quotas', `${numero}.json`);
const ecrire = async (numero: string, maximum = 2): Promise<void> =>
  writeFile(fichier(numero), await quotas(numero, { du: '2026-06-01', valeur: maximum }));

/** The same, signed: by the proof, and with the reason of past days. */
const signe = (...args: string[]) => regles(...args, '--preuve', preuve);

/** Runs a verb: what it wrote and its exit code. */
async function regles(...args: string[]): Promise<{ code: number; sortie: string; erreur: string }> {
  const ecrits = { stdout: '', stderr: '' };
  const espions = (['stdout', 'stderr'] as const).map((flux) =>
    vi.spyOn(process[flux], 'write').mockImplementation((texte) => {
      ecrits[flux] += String(texte);
      return true;
    }),
  );
  try {
    const code = await executerRegles(args);
    return { code, sortie: ecrits.stdout, erreur: ecrits.stderr };
  } finally {
    for (const espion of espions) espion.mockRestore();
  }
}
const json = async (...args: string[]): Promise<unknown> => {
  const { code, sortie, erreur } = await regles(...args, '--json');
  expect(erreur).toBe('');
  expect(code).toBe(0);
  return JSON.parse(sortie);
};
const version = async (date: string): Promise<string> => {
  await recharger(fixture.registre, fixture.orm);
  return (await fixture.registre.decider('quotas', date, FAITS)).decision.version;
};

it('publier submits, and says what is next; approuver is the second person’s act', async () => {
  await ecrire('1.1.0');
  const soumise = await regles(
    'publier',
    'quotas',
    '1.1.0',
    '--auteur',
    UNE,
    '--regles',
    racine,
    '--motif',
    'Décret paru',
  );
  expect(soumise).toMatchObject({
    code: 0,
    sortie: expect.stringContaining('regles approuver quotas 1.1.0 --approbateur'),
  });
  expect(await version('2026-07-01')).toBe('1.0.0');
  expect(await regles('approuver', 'quotas', '1.1.0', '--approbateur', UNE)).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringContaining('deux personnes différentes'),
  });
  expect(
    await json('approuver', 'quotas', '1.1.0', '--approbateur', AUTRE, '--preuve', preuve),
  ).toMatchObject({ etat: 'approuve', version: '1.1.0', du: '2015-01-01', au: null, trous: [] });
  expect(await version('2026-07-01')).toBe('1.1.0');
});

it('publier with both accounts does both acts or none', async () => {
  await ecrire('1.2.0', 3);
  const publier = (...reste: string[]) =>
    regles(
      'publier',
      'quotas',
      '1.2.0',
      '--regles',
      racine,
      '--auteur',
      UNE,
      '--preuve',
      preuve,
      '--motif',
      'Décret paru',
      ...reste,
    );
  expect(await publier('--approbateur', UNE)).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringContaining('deux personnes différentes'),
  });
  expect(await publier('--approbateur', 'inconnu@cnaf.example')).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('--approbateur : aucun compte'),
  });
  expect(await publier('--approbateur', AUTRE, '--du', '2026-09-01')).toMatchObject({
    code: 0,
    sortie: expect.stringMatching(/est publié.*\n.*\n.*à partir du 01\/09\/2026/),
  });
  expect([await version('2026-08-31'), await version('2026-09-01')]).toEqual(['1.1.0', '1.2.0']);
  expect(await publier('--approbateur', AUTRE)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('déjà publiée'),
  });
});

it('without the approver’s proof the version stays submitted, and one sentence says how to go on', async () => {
  await ecrire('1.2.5', 3);
  const publie = [
    'publier',
    'quotas',
    '1.2.5',
    '--regles',
    racine,
    '--auteur',
    UNE,
    '--approbateur',
    AUTRE,
    '--du',
    '2026-09-01',
    '--motif',
    'Essai',
  ];
  expect(await regles(...publie)).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringMatching(
      /^« quotas » 1\.2\.5 est soumis, pas approuvé .*regles approuver quotas 1\.2\.5 .*--preuve.*\n$/,
    ),
  });
  const approuve = (...reste: string[]) =>
    regles('approuver', 'quotas', '1.2.5', '--approbateur', AUTRE, ...reste);
  expect(await approuve()).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringContaining('« quotas » 1.2.5 reste soumis'),
  });
  const fausse = join(racine, 'fausse');
  await writeFile(fausse, 'un autre mot de passe\n', { mode: 0o600 });
  expect(await approuve('--preuve', fausse)).toMatchObject({
    code: 2,
    erreur: expect.stringMatching(/n’est pas le bon\. Encore \d+ essais? avant/),
  });
  await chmod(fausse, 0o640);
  expect(await approuve('--preuve', fausse)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('chmod 600'),
  });
  expect(await approuve('--preuve', join(racine, 'absente'))).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('ne peut pas être lu'),
  });
  expect(await version('2026-09-01')).toBe('1.2.0');
  await regles('retirer', 'quotas', '1.2.5', '--auteur', UNE);
});

it('a file written from a version that is no longer the last is refused, with what it would erase, programmed versions too', async () => {
  const ailleurs = await mkdtemp(join(tmpdir(), 'retard-'));
  for (const dossier of ['schemas', 'quotas'])
    await cp(join(RULES_FOLDER, dossier), join(ailleurs, dossier), { recursive: true });
  await writeFile(
    join(ailleurs, 'quotas/2.0.0.json'),
    await quotas('2.0.0', { du: '2027-01-01', valeur: 4 }),
  );
  const publie = (...reste: string[]) =>
    regles('publier', 'quotas', '2.0.0', '--regles', ailleurs, '--auteur', UNE, '--motif', 'Essai', ...reste);
  expect(await publie()).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringMatching(
      /part de la 1\.0\.0 .* effacerait la 1\.1\.0 .*, la 1\.2\.0 \(en vigueur à partir du 01\/09\/2026\)/,
    ),
  });
  // The versions beside it: it is written from the last.
  for (const numero of ['1.1.0', '1.2.0']) await cp(fichier(numero), join(ailleurs, `quotas/${numero}.json`));
  expect(await publie()).toMatchObject({ code: 0 });
  await regles('retirer', 'quotas', '2.0.0', '--auteur', UNE);
  await rm(ailleurs, { recursive: true });
});

it('past days ask for a reason', async () => {
  await ecrire('1.2.6', 3);
  expect(await regles('publier', 'quotas', '1.2.6', '--auteur', UNE, '--regles', racine)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('indiquez-en le motif'),
  });
});

it('evaluer reads rules/ and says in one line that the registry would answer otherwise; --registre is its answer', async () => {
  await writeFile(join(racine, 'faits.json'), JSON.stringify(FAITS));
  const evalue = (...reste: string[]) =>
    regles('evaluer', 'quotas', '--date', '2026-07-01', '--faits', join(racine, 'faits.json'), ...reste);
  const parLesFichiers = await evalue();
  expect([parLesFichiers.code, (JSON.parse(parLesFichiers.sortie) as { version: string }).version]).toEqual([
    0,
    '1.0.0',
  ]);
  expect(parLesFichiers.erreur).toBe(
    'Le registre répondrait par « quotas » 1.1.0, en vigueur au 2026-07-01, et non par la 1.0.0 de rules/ : --registre donne sa réponse.\n',
  );
  const parLeRegistre = await evalue('--registre');
  expect([
    parLeRegistre.code,
    parLeRegistre.erreur,
    (JSON.parse(parLeRegistre.sortie) as { version: string }).version,
  ]).toEqual([0, '', '1.1.0']);
  expect((await regles('verifier', 'quotas')).erreur).toMatch(
    /^Le registre joignable applique des versions que rules\/ n’a pas : « quotas » 1\.2\.0.*\n$/,
  );
  expect(await regles('verifier', 'quotas', '--registre')).toMatchObject({
    code: 0,
    sortie: expect.stringContaining('registre/regles/quotas/1.2.0'),
  });
  vi.stubEnv('DATABASE_URL', 'postgres://application:x@127.0.0.1:1/absente');
  const sansBase = await evalue();
  vi.stubEnv('DATABASE_URL', fixture.urlApplication);
  expect(sansBase).toEqual({ ...parLesFichiers, erreur: '' });
});

it('journals each act as its person’s', async () => {
  const { rows } = await fixture.proprietaire.query<{ commande: string; auteur: string; role: string }>(
    `select distinct j.commande, c.courriel as auteur, j.acteur_role as role from journal j left join compte c on c.id = j.acteur_id where j.commande in ('regle.soumettreLot', 'regle.approuver') order by 1, 2`,
  );
  expect(rows).toEqual([
    { commande: 'regle.approuver', auteur: AUTRE, role: 'systeme' },
    { commande: 'regle.soumettreLot', auteur: UNE, role: 'systeme' },
  ]);
});

it('a number that does not follow the changes is refused, a file that fails its checks exits with 1', async () => {
  await ecrire('1.2.1', 4);
  expect(
    await regles('publier', 'quotas', '1.2.1', '--auteur', UNE, '--regles', racine, '--motif', 'Essai'),
  ).toMatchObject({ code: 2, erreur: expect.stringContaining('1.3.0') });
  await writeFile(fichier('1.2.2'), (await quotas('1.2.2')).replace('"QUOTA_ATTEINT"', '"QUOTA_INCONNU"'));
  expect(await regles('publier', 'quotas', '1.2.2', '--auteur', UNE, '--regles', racine)).toMatchObject({
    code: 1,
    sortie: '',
  });
  expect(await regles('publier', 'quotas', '9.9.9', '--auteur', UNE, '--regles', racine)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('versions connues'),
  });
});

it('rejeter keeps its reason, retirer is the author’s', async () => {
  await ecrire('1.3.0', 4);
  await regles('publier', 'quotas', '1.3.0', '--auteur', UNE, '--regles', racine, '--motif', 'Essai');
  expect(await regles('rejeter', 'quotas', '1.3.0', '--approbateur', AUTRE)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('raison'),
  });
  expect(
    await json('rejeter', 'quotas', '1.3.0', '--approbateur', AUTRE, '--motif', 'Source absente'),
  ).toMatchObject({ etat: 'rejete' });
  expect(await signe('approuver', 'quotas', '1.3.0', '--approbateur', AUTRE)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('n’attend d’approbation'),
  });
  await regles('publier', 'quotas', '1.3.0', '--auteur', UNE, '--regles', racine, '--motif', 'Essai');
  expect(await regles('retirer', 'quotas', '1.3.0', '--auteur', UNE)).toMatchObject({ code: 0 });
});

it('reactiver is asked by one and confirmed by another, or forced by one who says so', async () => {
  expect(
    await regles(
      'reactiver',
      'quotas',
      '1.0.0',
      '--demandeur',
      UNE,
      '--motif',
      'Retour',
      '--du',
      '2026-09-01',
    ),
  ).toMatchObject({ code: 0, sortie: expect.stringContaining('--confirmateur') });
  expect(await version('2026-09-01')).toBe('1.2.0');
  expect(await regles('reactiver', 'quotas', '1.0.0', '--confirmateur', UNE)).toMatchObject({ code: 2 });
  expect(
    await json('reactiver', 'quotas', '1.0.0', '--confirmateur', AUTRE, '--preuve', preuve),
  ).toMatchObject({ etat: 'confirmee', du: '2026-09-01' });
  expect(await version('2026-09-01')).toBe('1.0.0');
  expect(
    await json(
      'reactiver',
      'quotas',
      '1.2.0',
      '--demandeur',
      UNE,
      '--motif',
      'Erreur grave',
      '--urgence',
      '--du',
      '2026-10-01',
      '--preuve',
      preuve,
    ),
  ).toMatchObject({ etat: 'urgence' });
  expect([await version('2026-09-30'), await version('2026-10-01')]).toEqual(['1.0.0', '1.2.0']);
});

it('annuler is asked by one and confirmed by another, before the day of the version', async () => {
  await writeFile(fichier('1.6.0'), await quotas('1.6.0', { du: '2030-01-01', valeur: 6 }));
  expect(
    await json(
      'publier',
      'quotas',
      '1.6.0',
      '--auteur',
      UNE,
      '--approbateur',
      AUTRE,
      '--du',
      '2030-01-01',
      '--regles',
      racine,
      '--preuve',
      preuve,
    ),
  ).toMatchObject({ etat: 'approuve' });
  const avant = await version('2029-12-31');
  expect(await version('2030-01-01')).toBe('1.6.0');
  expect(await regles('annuler', 'quotas', '1.6.0', '--demandeur', UNE, '--motif', 'Reportée')).toMatchObject(
    { code: 0, sortie: expect.stringContaining('--confirmateur') },
  );
  expect(await signe('reactiver', 'quotas', '1.6.0', '--confirmateur', AUTRE)).toMatchObject({ code: 2 });
  expect(await signe('annuler', 'quotas', '1.6.0', '--confirmateur', UNE)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('deux personnes différentes'),
  });
  expect(await json('annuler', 'quotas', '1.6.0', '--confirmateur', AUTRE, '--preuve', preuve)).toMatchObject(
    { etat: 'annulee', du: '2030-01-01', au: null, trous: [] },
  );
  expect(await version('2030-01-01')).toBe(avant);
  expect(await regles('annuler', 'quotas', '1.6.0', '--demandeur', UNE, '--motif', 'Encore')).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('n’est pas programmée'),
  });
});

it('a version taken out and a file taken in keep their canonical form byte for byte', async () => {
  const ailleurs = await mkdtemp(join(tmpdir(), 'export-'));
  await cp(join(RULES_FOLDER, 'schemas'), join(ailleurs, 'schemas'), { recursive: true });
  const sorti = await json('exporter', 'quotas', '1.1.0', '--regles', ailleurs);
  expect(sorti).toMatchObject({ identique: true, fichier: join(ailleurs, 'quotas/1.1.0.json') });
  await expect(readFile(join(ailleurs, 'quotas/1.1.0.json'), 'utf8')).resolves.toBe(
    await readFile(fichier('1.1.0'), 'utf8'),
  );
  await writeFile(join(ailleurs, 'quotas/1.1.0.json'), '{}');
  expect(await regles('exporter', 'quotas', '1.1.0', '--regles', ailleurs)).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('--remplacer'),
  });

  await ecrire('1.4.0', 5);
  const { brouillon } = (await json('importer', fichier('1.4.0'), '--auteur', UNE)) as { brouillon: string };
  expect(await json('exporter', 'quotas', 'brouillon', '--regles', ailleurs)).toMatchObject({
    version: '1.4.0',
    empreinte: null,
  });
  await expect(readFile(join(ailleurs, 'quotas/1.4.0.json'), 'utf8')).resolves.toBe(
    await readFile(fichier('1.4.0'), 'utf8'),
  );
  expect(await regles('exporter', 'quotas', brouillon, '--sortie', '-')).toMatchObject({
    code: 0,
    sortie: await readFile(fichier('1.4.0'), 'utf8'),
  });
  await rm(ailleurs, { recursive: true });
});

it('comparer reads versions of the registry, those in force, drafts and files', async () => {
  await expect(json('comparer', 'quotas@1.0.0', 'quotas@1.1.0')).resolves.toMatchObject({
    jeu: 'quotas',
    niveau: 'mineur',
    parametres: [{ nom: 'quotaApprobateur', de: '1', vers: '2', du: '2026-06-01' }],
  });
  // Approved here, unknown to rules/.
  await expect(json('comparer', 'quotas', '1.0.0', '1.1.0')).resolves.toMatchObject({
    apres: { version: '1.1.0' },
  });
  await expect(json('comparer', 'quotas@1.0.0', fichier('1.2.0'))).resolves.toMatchObject({
    apres: { version: '1.2.0' },
  });
  await expect(json('comparer', 'quotas@en-vigueur', 'quotas@brouillon')).resolves.toMatchObject({
    apres: { version: '1.4.0' },
  });
  expect(await regles('comparer', 'quotas@1.0.0', 'quotas@8.0.0')).toMatchObject({
    code: 2,
    sortie: '',
    erreur: expect.stringContaining('versions connues'),
  });
  expect(await regles('comparer', 'quotas@en-vigueur', 'etp@en-vigueur')).toMatchObject({
    code: 2,
    erreur: expect.stringContaining('aucun fichier « etp »'),
  });
});

it('rejouer --tout tells as JSON that nothing differs', async () => {
  expect(await json('rejouer', '--tout')).toEqual({ rejouees: 0, differentes: [], impossibles: [] });
});

it('etat lists what is in force, what waits and the days without any version', async () => {
  expect(((await json('etat')) as { jeu: string }[]).filter(({ jeu }) => jeu === 'quotas')).toMatchObject([
    {
      jeu: 'quotas',
      enVigueur: { numero: expect.stringMatching(/^1\.\d\.0$/) },
      brouillons: 1,
      soumissions: 0,
      trous: [],
    },
  ]);
  expect((await regles('etat')).sortie).toMatch(
    /^quotas : 1\.\d\.0 en vigueur .* ; 1 brouillon ; .*vérifié le/m,
  );
});

it.each(['publier', 'approuver', 'rejeter', 'retirer', 'reactiver', 'annuler', 'exporter', 'importer'])(
  '%s has its help, and a wrong request is one sentence with exit code 2',
  async (verbe) => {
    expect(await regles(verbe, '--help')).toMatchObject({
      code: 0,
      sortie: expect.stringContaining(`regles ${verbe}`),
    });
    const refus = await regles(verbe);
    expect(refus).toMatchObject({ code: 2, sortie: '' });
    expect(refus.erreur.trim().split('\n')).toHaveLength(1);
  },
);
