/**
 * A change of shared values takes with it the files that use them: submitted, approved and put in force
 * together, or not at all.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  approuver,
  creerBrouillon,
  reporterEmployeur,
  rejeter,
  soumettre,
  soumettreFichier,
  soumettreLot,
} from '#src/domain/politique/commandes.ts';
import { employeursDuBrouillon } from '#src/domain/politique/consultation/employeurs-vus.ts';
import { lireLot, lireSoumission } from '#src/domain/politique/consultation/lectures.ts';
import { controlerBrouillon } from '#src/domain/politique/porte/numeros.ts';
import {
  BaseChangee,
  EmployeursOublies,
  MotifDuPasseRequis,
  RapportsModifies,
} from '#src/domain/politique/versions/refus.ts';
import type { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';
import { analyste } from '#test/support/acteurs.ts';
import { approuverLa, etudier, monter, quotas, soumettreTexte, type Fixture } from './fixture.ts';

const EMPLOYEURS = ['etp', 'etp-equipement'];
/**
 * Animateurs validated for 7 Etp, above the cap of 6 and under one of 8, who declare 6: what is declared has
 * a cap of its own, which stays.
 */
const FAITS = { etpRetenuTotal: '6', etpDeclareTotal: '6', etpContratTotal: '7', etpValideCa: '7' };

let fixture: Fixture;
let valeurs: string;
beforeAll(async () => {
  fixture = await monter('2026-03-02', ['ram', ...EMPLOYEURS, 'quotas']);
  valeurs = JSON.stringify(
    plafondA8(
      '1.1.0',
      JSON.parse(await readFile(join(RULES_FOLDER, 'parametres/ram/1.0.0.json'), 'utf8')) as Valeurs,
    ),
    null,
    2,
  );
});
afterAll(() => fixture.fermer());

interface Valeurs {
  version: string;
  parametres: Record<string, { valeurs: Record<string, unknown>[] }>;
}
/** The cap of 6 Etp at 8 from 2027. */
function plafondA8(version: string, fichier: Valeurs): Valeurs {
  const plafond = Object.values(fichier.parametres).find((parametre) =>
    parametre.valeurs.some(({ valeur }) => valeur === '6'),
  );
  plafond?.valeurs.push({ ...plafond.valeurs.at(-1), du: '2027-01-01', valeur: '8' });
  return { ...fichier, version };
}
const plafonne = async (date: string): Promise<boolean> =>
  (await fixture.registre.decider('etp-equipement', date, FAITS)).decision.issues.includes(
    'ETP_PLAFOND_DEPASSE',
  );
const brouillonDesValeurs = () =>
  fixture.executeur.executer(analyste(1), creerBrouillon, {
    genre: 'parametres',
    jeu: 'ram',
    texte: valeurs,
    base: fixture.livrees.find(({ genre }) => genre === 'parametres')?.empreinte,
  });
const membres = (soumission: SoumissionRegle) =>
  fixture.executeur.lire(analyste(2), (unite) => lireLot(unite, soumission.id));

it('the draft of the values names the files that use them, and says those that nobody uses', async () => {
  const { id, genre, jeu, numero, version } = await brouillonDesValeurs();
  const vus = await fixture.executeur.lire(analyste(1), (unite) =>
    employeursDuBrouillon(unite, { genre, jeu, numero }),
  );
  expect([...new Set(vus?.fichiers.map((fichier) => fichier.jeu))].sort()).toEqual(EMPLOYEURS);
  expect(vus?.fichiers.every(({ cite, emmene }) => cite === '1.0.0' && emmene === null)).toBe(true);
  expect(
    await fixture.executeur.lire(analyste(1), (unite) =>
      employeursDuBrouillon(unite, { genre, jeu: 'inconnu', numero }),
    ),
  ).toEqual({ fichiers: [], luParLApplication: false });
  await fixture.executeur
    .executer(analyste(1), soumettre, { id, version, du: '2026-06-01' })
    .then(async (soumission) => {
      const lot = await membres(soumission);
      const { version: lue } = lot[0] ?? soumission;
      await fixture.executeur.executer(analyste(2), rejeter, {
        id: soumission.id,
        version: lue,
        motif: 'À revoir',
      });
      expect((await membres(soumission)).map(({ etat }) => etat)).toEqual(lot.map(() => 'rejete'));
    });
});

it('the submission takes them along under their next numbers; one approval puts all in force, and the change is felt', async () => {
  const { id, version } = await brouillonDesValeurs();
  const soumission = await fixture.executeur.executer(analyste(1), soumettre, {
    id,
    version,
    du: '2026-06-01',
  });
  const lot = await membres(soumission);
  expect(lot.map(({ genre }) => genre)).toEqual(['parametres', 'regles', 'regles']);
  expect(lot.map(({ jeu }) => jeu)).toEqual(['ram', ...EMPLOYEURS]);
  expect([await plafonne('2026-12-31'), await plafonne('2027-12-31')]).toEqual([true, true]);

  await etudier(fixture);
  const lue = await fixture.executeur.lire(analyste(2), (unite) => lireSoumission(unite, soumission.id));
  expect((await membres(soumission)).every(({ sansImpact }) => !sansImpact)).toBe(true);
  const { empreinte, empreinteRapports } = lue;
  await expect(
    fixture.executeur.executer(analyste(2), approuver, {
      id: soumission.id,
      version: lue.version,
      empreinte,
      empreinteRapports,
    }),
  ).rejects.toThrow(RapportsModifies);
  const { lot: enVigueur } = (await approuverLa(fixture, soumission)) as {
    lot: readonly { jeu: string }[];
  } & Awaited<ReturnType<typeof approuverLa>>;
  expect(enVigueur.map(({ jeu }) => jeu)).toEqual(['ram', ...EMPLOYEURS]);
  expect([await plafonne('2026-12-31'), await plafonne('2027-12-31')]).toEqual([true, false]);
});

it('from files, the values alone are refused with the files to bring along', async () => {
  const suivantes = valeurs.replace('"1.1.0"', '"1.2.0"').replace('"2027-01-01"', '"2028-01-01"');
  const offert = {
    genre: 'parametres',
    jeu: 'ram',
    texte: suivantes,
    base: '1.1.0',
    du: '2026-07-01',
  } as const;
  await expect(fixture.executeur.executer(analyste(1), soumettreFichier, offert)).rejects.toThrow(
    EmployeursOublies,
  );
  await expect(fixture.executeur.executer(analyste(1), soumettreFichier, offert)).rejects.toThrow(
    /2 fichiers en vigueur emploient les valeurs de « ram » : « etp » .*« etp-equipement »/,
  );
  const { du, ...fichier } = offert;
  const soumises = await fixture.executeur.executer(analyste(1), soumettreLot, {
    fichiers: [fichier],
    reprendre: true,
    du,
  });
  expect(soumises).toHaveLength(3);
  await fixture.executeur.executer(analyste(2), rejeter, {
    id: soumises[0]?.id,
    version: soumises[0]?.version,
    motif: 'Essai',
  });
});

it('the author’s own draft of a file goes in the place of the version as it is, and may take values that are a draft still', async () => {
  const texte = valeurs.replace('"1.1.0"', '"1.3.0"').replace('"2027-01-01"', '"2029-01-01"');
  const [base] = await fixture.executeur.lire(analyste(1), ({ em }) =>
    em.execute<{ empreinte: string }[]>(
      "select empreinte from version_regle where genre = 'parametres' and numero = '1.1.0'",
    ),
  );
  const parametres = await fixture.executeur.executer(analyste(1), creerBrouillon, {
    genre: 'parametres',
    jeu: 'ram',
    texte,
    base: base?.empreinte,
  });
  const vus = await fixture.executeur.lire(analyste(1), (unite) => employeursDuBrouillon(unite, parametres));
  const equipement = vus?.fichiers.findLast(({ jeu }) => jeu === 'etp-equipement');
  const sien = await fixture.executeur.executer(analyste(1), reporterEmployeur, {
    parametres: parametres.id,
    depuis: equipement?.empreinte,
  });
  expect(
    (await fixture.executeur.lire(analyste(1), (unite) => controlerBrouillon(unite, sien))).anomalies,
  ).toEqual([]);
  const soumission = await fixture.executeur.executer(analyste(1), soumettre, {
    id: parametres.id,
    version: parametres.version,
    du: '2026-08-01',
  });
  expect((await membres(soumission)).map(({ jeu, numero }) => `${jeu} ${numero}`)).toContain(
    `etp-equipement ${sien.numero}`,
  );
  expect(
    await fixture.executeur.lire(analyste(1), ({ em }) =>
      em.execute('select 1 from brouillon_regle where id = ?', [sien.id]),
    ),
  ).toEqual([]);
});

it('past days ask for a reason, which the approver reads', async () => {
  const texte = await quotas('1.1.0', { du: '2026-06-01', valeur: 2 });
  const offert = { genre: 'regles', jeu: 'quotas', texte } as const;
  await expect(fixture.executeur.executer(analyste(1), soumettreFichier, offert)).rejects.toThrow(
    MotifDuPasseRequis,
  );
  await expect(fixture.executeur.executer(analyste(1), soumettreFichier, offert)).rejects.toThrow(
    /par exemple le 03\/03\/2026/,
  );
  const { id } = await fixture.executeur.executer(analyste(1), soumettreFichier, {
    ...offert,
    motif: 'Décret rétroactif',
  });
  expect(
    (await fixture.executeur.lire(analyste(2), (unite) => lireSoumission(unite, id))).rapports.motifDuPasse,
  ).toBe('Décret rétroactif');
});

it('what came into force meanwhile is not erased unseen', async () => {
  const seconde = await soumettreTexte(fixture, await quotas('1.2.0', { du: '2026-06-01', valeur: 3 }));
  const [premiere] = await fixture.executeur.lire(analyste(1), ({ em }) =>
    em.execute<{ id: string }[]>("select id from soumission_regle where jeu = 'quotas' and numero = '1.1.0'"),
  );
  await approuverLa(fixture, { ...seconde, id: premiere?.id ?? '' });
  await expect(approuverLa(fixture, seconde)).rejects.toThrow(BaseChangee);
  await expect(approuverLa(fixture, seconde)).rejects.toThrow(/elle effacerait la 1\.1\.0/);
});
