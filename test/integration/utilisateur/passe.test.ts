import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { modifierBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import { rolesDe, type Role } from '#src/kernel/acteur.ts';
import { ActionInterdite, Refus } from '#src/kernel/refus.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import {
  ActeFermeParLaConvention,
  ACTES_DU_PARTENAIRE,
  exigerActe,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { resilierConvention } from '#src/domain/contractualisation/vie/terme.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { LIBELLES_ROLES } from '#src/kernel/roles.ts';
import { leverSuspension, suspendreHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { csvDesDroits } from '#src/domain/delegation/passe/csv.ts';
import { JourAVenir, JourAbsent, JourInexistant } from '#src/domain/delegation/passe/jour.ts';
import { droitsDuPartenaire } from '#src/domain/delegation/passe/lectures.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Decor, type PersonneDuDecor } from '../habilitation/decor.ts';

let decor: Decor;
let gestionnaire: ReturnType<typeof agent>;
let personne: PersonneDuDecor;
let ram = '';
beforeAll(async () => {
  decor = await planterLeDecor();
  gestionnaire = agent('451');
  ram = (await decor.equipement('Ram des Marins')).id;
  personne = await decor.personne('BAILLET');
});
afterAll(() => decor.fermer());

/** The rights of one person on a day: right and effect. */
async function droitsLe(jour: string, nom = 'BAILLET') {
  const { droits } = await decor.executeur.lire(decor.administrateur.acteur(), (unite) =>
    droitsDuPartenaire(unite, decor.partenaireId, jour),
  );
  return droits
    .filter(({ personne: qui }) => qui.startsWith(nom))
    .map(({ droit, effet, precision }) => [droit, effet, precision]);
}

describe('the rights of a past day', () => {
  it('are those recorded that day, whatever was granted, suspended, lifted, taken back or closed since', async () => {
    const administrateur = decor.administrateur.acteur();
    const [creee] = await decor.executeur.executer(administrateur, affecterRole, {
      utilisateur: personne.utilisateurId,
      role: 'FOURNISSEUR_ACTIVITE',
      du: '2026-02-01',
      portee: 'activite',
      equipements: [ram],
    });
    const id = creee?.id ?? '';
    decor.horloge.regler('2026-03-05T09:12:00Z');
    await decor.executeur.executer(gestionnaire, suspendreHabilitation, { id, motif: 'Contrôle en cours' });
    decor.horloge.regler('2026-03-08');
    await decor.executeur.executer(gestionnaire, leverSuspension, { id });
    decor.horloge.regler('2026-03-10');
    const mandat = await decor.executeur.executer(administrateur, nommerResponsable, {
      titulaire: personne.utilisateurId,
      roles: ['CONSULTANT'],
      equipements: [ram],
    });
    decor.horloge.regler('2026-03-12');
    await decor.executeur.executer(administrateur, terminerMandat, { id: mandat.id });
    decor.horloge.regler('2026-03-15');
    await decor.executeur.executer(administrateur, terminerHabilitation, { id });
    decor.horloge.regler('2026-03-20');
    await decor.executeur.executer(administrateur, cloturerUtilisateur, {
      id: personne.utilisateurId,
      version: 1,
      closLe: '2026-03-20',
    });
    decor.horloge.regler('2026-03-21');

    const role = "Fournisseur de données d'activité";
    expect(await droitsLe('14/02/2026')).toEqual([
      [role, 'non', 'Enregistrée après ce jour, le 02/03/2026.'],
    ]);
    expect(await droitsLe('02/03/2026')).toEqual([
      [role, 'partie', 'Ce jour-là à partir de 13\u00a0h\u00a000.'],
    ]);
    expect(await droitsLe('03/03/2026')).toEqual([[role, 'oui', '']]);
    expect(await droitsLe('05/03/2026')).toEqual([[role, 'partie', 'Ce jour-là jusqu’à 10\u00a0h\u00a012.']]);
    expect(await droitsLe('06/03/2026')).toEqual([
      [role, 'non', 'Suspendue par la Caf à titre conservatoire.'],
    ]);
    expect(await droitsLe('11/03/2026')).toEqual([
      ['Responsable habilitations', 'oui', ''],
      [role, 'oui', ''],
    ]);
    expect(await droitsLe('13/03/2026')).toEqual([[role, 'oui', '']]);
    expect(await droitsLe('16/03/2026')).toEqual([['Utilisateur sans rôle', 'oui', '']]);
    expect(await droitsLe('20/03/2026')).toEqual([
      ['Utilisateur sans rôle', 'partie', 'Ce jour-là jusqu’à 13\u00a0h\u00a000.'],
    ]);
    expect(await droitsLe('21/03/2026')).toEqual([]);
    expect(await droitsLe('06/03/2026', 'ADMIN')).toEqual([['Administrateur partenaire', 'oui', '']]);
  });

  it('say the convention of that day, and nothing of a day absent, impossible or to come', async () => {
    const lire = (jour: string) =>
      decor.executeur.lire(gestionnaire, (unite) => droitsDuPartenaire(unite, decor.partenaireId, jour));
    expect((await lire('2026-02-14')).convention).toBe(
      'Convention d’accès n° 2170001 en cours, du 01/01/2026 au 01/01/2027 (exclu).',
    );
    expect(await lire('14/02/2019')).toMatchObject({
      convention: expect.stringMatching(
        /^Aucune convention d’accès n’était en cours ce jour-là\. Quel que soit son rôle/,
      ) as unknown,
      droits: [],
      fermes: ACTES_DU_PARTENAIRE.filter((acte) => acte !== 'consulter'),
    });
    await expect(lire('')).rejects.toBeInstanceOf(JourAbsent);
    await expect(lire('31/02/2019')).rejects.toBeInstanceOf(JourInexistant);
    await expect(lire('22/03/2026')).rejects.toBeInstanceOf(JourAVenir);
  });

  it('say what a bulletin that had ended closed that day, although it was prolonged since', async () => {
    const jusqua = (au: string) => prolonger(au, ['CONSULTANT']);
    decor.horloge.regler('2026-04-01');
    await jusqua('2026-04-02');
    decor.horloge.regler('2026-04-05');
    await jusqua('2026-12-31');
    decor.horloge.regler('2026-04-10');
    const fermes = async (jour: string) =>
      (
        await decor.executeur.lire(gestionnaire, (unite) =>
          droitsDuPartenaire(unite, decor.partenaireId, jour),
        )
      ).fermes;
    expect(await Promise.all(['2026-04-01', '2026-04-06'].map(fermes))).toEqual([[], []]);
    expect(await fermes('2026-04-03')).toEqual(['commencer', 'attribuer', 'transmettre', 'valider']);
  });

  it('are for those who manage rights, each in his own partner and Caf', async () => {
    await expect(
      decor.executeur.lire(personne.acteur(), (unite) =>
        droitsDuPartenaire(unite, decor.partenaireId, '2026-03-06'),
      ),
    ).rejects.toBeInstanceOf(ActionInterdite);
    for (const autre of [decor.etranger.acteur, agent('771')]) {
      expect(
        (
          await decor.executeur.lire(autre, (unite) =>
            droitsDuPartenaire(unite, decor.partenaireId, '2026-03-06'),
          )
        ).droits,
      ).toEqual([]);
    }
  });

  it('go into a file that a spreadsheet reads as text', () => {
    const csv = csvDesDroits({
      jour: '2026-03-06',
      convention: '',
      fermes: [],
      droits: [
        {
          cle: '1',
          personne: '=HYPERLINK("x")',
          identifiant: 'T1',
          droit: 'Approbateur',
          sur: 'A;B',
          du: '2026-01-01',
          au: null,
          effet: 'non',
          precision: '',
        },
      ],
    });
    expect(csv.split('\r\n')[1]).toBe(
      '06/03/2026;"\'=HYPERLINK(""x"")";T1;Approbateur;"A;B";01/01/2026;;non;',
    );
  });
});

/** What each label of the list is as a role of the rights table. */
const ROLES_DES_LIBELLES: readonly (readonly [string, Role])[] = [
  ['Administrateur partenaire', 'administrateur-partenaire'],
  ['Responsable habilitations', 'responsable-habilitations'],
  [LIBELLES_ROLES.FOURNISSEUR_ACTIVITE, 'fournisseur-activite'],
  [LIBELLES_ROLES.CONSULTANT, 'consultant'],
];

/**
 * Everybody's roles ('' without any, or without access) and the acts closed to all, as a guard answers now.
 */
async function parLaGarde(gens: readonly PersonneDuDecor[]) {
  const roles: Record<string, string> = {};
  for (const { compteId } of gens) {
    const acteur = (await lireProfils(decor.orm.em.fork(), decor.horloge, compteId))?.profils[0]?.acteur;
    roles[compteId] = acteur
      ? [...rolesDe(acteur)]
          .filter((role) => role !== 'utilisateur')
          .sort()
          .join(' ')
      : '';
  }
  const fermes = await decor.executeur.lire(gestionnaire, async (unite) => {
    const refuses: string[] = [];
    for (const acte of ACTES_DU_PARTENAIRE) {
      await exigerActe(unite, acte, decor.partenaireId).catch((erreur: unknown) => {
        if (!(erreur instanceof ActeFermeParLaConvention)) throw erreur;
        refuses.push(acte);
      });
    }
    return refuses;
  });
  return { roles, fermes };
}

/** The same, as the list tells it of the end of a day. */
async function parLaListe(jour: string, gens: readonly PersonneDuDecor[], noms: ReadonlyMap<string, string>) {
  const { droits, fermes } = await decor.executeur.lire(gestionnaire, (unite) =>
    droitsDuPartenaire(unite, decor.partenaireId, jour),
  );
  const roles = Object.fromEntries(
    gens.map(({ compteId }) => {
      const tous = droits.filter(({ personne: qui }) => qui.startsWith(`${noms.get(compteId) ?? '?'} `));
      // « jusqu’à » : no longer at the end of that day.
      const tenus = tous.filter(({ effet, precision }) => effet !== 'non' && !precision.includes('jusqu’à'));
      const siens = tenus.flatMap(({ droit }) =>
        ROLES_DES_LIBELLES.filter(([libelle]) => droit.startsWith(libelle)).map(([, role]) => role),
      );
      return [compteId, [...new Set(siens)].sort().join(' ')];
    }),
  );
  return { roles, fermes: [...fermes] };
}

/** Long runs by hand: `PASSE_TIRAGES=200`. */
const TIRAGES = Number(process.env['PASSE_TIRAGES'] ?? 1);

describe('the list of any past day, whatever was done before and since', () => {
  it('says what the guard answered on the evening of that day', async () => {
    let faits = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom(
              'accorder',
              'accorder',
              'suspendre',
              'suspendre',
              'lever',
              'terminer',
              'nommer',
              'retirer',
              'clore',
              'bulletin',
              'resilier',
            ),
            fc.nat(1),
            fc.nat(20),
          ),
          { minLength: 12, maxLength: 16 },
        ),
        async (tires) => {
          // Something to change from the beginning.
          const actes = [['accorder', 0, 0], ['accorder', 1, 1], ['nommer', 0, 0], ...tires] as const;
          await decor.fermer();
          decor = await planterLeDecor();
          ram = (await decor.equipement('Ram des Marins')).id;
          const gens = [
            await decor.personne('PREMIER'),
            await decor.personne('SECOND'),
            decor.administrateur,
          ];
          const noms = new Map(
            gens.map(({ compteId }, rang) => [compteId, ['PREMIER', 'SECOND', 'ADMIN'][rang] ?? '']),
          );
          const constats = new Map<string, Awaited<ReturnType<typeof parLaGarde>>>();
          for (const [rang, [acte, qui, combien]] of actes.entries()) {
            const jour = Temporal.PlainDate.from('2026-03-03').add({ days: rang * 2 });
            decor.horloge.regler(`${jour.toString()}T09:00:00Z`);
            // Most acts find nothing to do, or are refused: that changes nothing either.
            await agir(acte, gens[qui] ?? decor.administrateur, jour, combien).then(
              () => {
                faits += 1;
              },
              (erreur: unknown) => {
                if (!(erreur instanceof Refus)) throw erreur;
              },
            );
            for (const soir of rang % 3 === 0 ? [jour, jour.add({ days: 1 })] : [jour]) {
              decor.horloge.regler(`${soir.toString()}T21:30:00Z`);
              constats.set(soir.toString(), await parLaGarde(gens));
            }
          }
          decor.horloge.regler('2026-06-01');
          const relus = new Map<string, unknown>();
          for (const jour of constats.keys()) relus.set(jour, await parLaListe(jour, gens, noms));
          expect(Object.fromEntries(relus)).toEqual(Object.fromEntries(constats));
        },
      ),
      { numRuns: TIRAGES, seed: 20261123, endOnFailure: true },
    );
    expect(faits).toBeGreaterThan(5 * TIRAGES);
  }, 120_000);
});

/** The bulletin of the partner until a day excluded, as its screen shows it. */
async function prolonger(au: string, roles: readonly string[]): Promise<void> {
  const [lu] = await decor.sql<{ id: string; version: number }>(
    "select id, version from bulletin_adhesion where caf_id = '451'",
  );
  await decor.executeur.executer(gestionnaire, modifierBulletin, {
    bulletin: lu?.id,
    version: lu?.version,
    portee: 'locale',
    roles,
    au,
  });
}

/** One act on a person, by whoever may, through its command. */
async function agir(
  acte: string,
  { utilisateurId }: PersonneDuDecor,
  jour: Temporal.PlainDate,
  combien: number,
): Promise<void> {
  const { executeur, sql } = decor;
  const administrateur = decor.administrateur.acteur();
  const une = async (requete: string): Promise<string> =>
    (
      await sql<{ id: string }>(
        `${requete} order by 1 limit 1`,
        requete.includes('$1') ? [utilisateurId] : [],
      )
    )[0]?.id ?? '00000000-0000-4000-8000-00000000dead';
  const habilitation = (etat: string) =>
    une(`select id from habilitation where utilisateur_id = $1 and etat = '${etat}' and au is null`);
  switch (acte) {
    case 'accorder':
      await executeur.executer(administrateur, affecterRole, {
        utilisateur: utilisateurId,
        role: combien % 2 ? 'CONSULTANT' : 'FOURNISSEUR_ACTIVITE',
        du: jour.add({ days: combien % 4 }).toString(),
        portee: 'activite',
        equipements: [ram],
      });
      break;
    case 'suspendre':
      await executeur.executer(gestionnaire, suspendreHabilitation, {
        id: await habilitation('accordee'),
        motif: 'Contrôle',
      });
      break;
    case 'lever':
      await executeur.executer(gestionnaire, leverSuspension, { id: await habilitation('suspendue') });
      break;
    case 'terminer':
      await executeur.executer(administrateur, terminerHabilitation, {
        id: await habilitation('accordee'),
        au: jour.add({ days: combien % 3 }).toString(),
      });
      break;
    case 'nommer':
      await executeur.executer(administrateur, nommerResponsable, {
        titulaire: utilisateurId,
        roles: ['CONSULTANT'],
        equipements: [ram],
      });
      break;
    case 'retirer':
      await executeur.executer(administrateur, terminerMandat, {
        id: await une('select id from mandat where titulaire_id = $1 and au is null'),
      });
      break;
    case 'clore':
      await executeur.executer(administrateur, cloturerUtilisateur, {
        id: utilisateurId,
        closLe: jour.add({ days: combien }).toString(),
      });
      break;
    case 'bulletin':
      await prolonger(jour.add({ days: 1 + combien }).toString(), ['CONSULTANT', 'FOURNISSEUR_ACTIVITE']);
      break;
    default: {
      const [lue] = await sql<{ id: string; version: number }>(
        "select id, version from convention where caf_id = '451'",
      );
      await executeur.executer(gestionnaire, resilierConvention, {
        convention: lue?.id,
        version: lue?.version,
        motif: 'Fin',
        le: jour.add({ days: combien }).toString(),
      });
    }
  }
}
