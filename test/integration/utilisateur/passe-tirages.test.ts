import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Temporal } from 'temporal-polyfill';
import { rolesDe, type Role } from '#src/kernel/acteur.ts';
import { Refus } from '#src/kernel/refus.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';
import {
  ActeFermeParLaConvention,
  ACTES_DU_PARTENAIRE,
  exigerActe,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import { resilierConvention } from '#src/domain/contractualisation/vie/terme.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { ROLES } from '#test/support/roles.ts';
import { leverSuspension, suspendreHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { droitsDuPartenaire } from '#src/domain/delegation/passe/lectures.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import { planterLeDecor, type Fixture, type PersonneDuDecor } from '../habilitation/fixture.ts';
import { prolonger } from './jours-passes.ts';

let fixture: Fixture;
let gestionnaire: ReturnType<typeof agent>;
let ram = '';
beforeAll(async () => {
  fixture = await planterLeDecor();
  gestionnaire = agent('451');
  ram = (await fixture.equipement('Ram des Marins')).id;
  await fixture.personne('BAILLET');
});
afterAll(() => fixture.fermer());

/** What each label of the list is as a role of the rights table. */
const ROLES_DES_LIBELLES: readonly (readonly [string, Role])[] = [
  ['Administrateur partenaire', 'administrateur-partenaire'],
  ['Responsable habilitations', 'responsable-habilitations'],
  [ROLES.libelle('FOURNISSEUR_ACTIVITE'), 'saisie-activite'],
  [ROLES.libelle('CONSULTANT'), 'consultation'],
];

/**
 * Everybody's roles ('' without any, or without access) and the acts closed to all, as a guard answers now.
 */
async function parLaGarde(gens: readonly PersonneDuDecor[]) {
  const roles: Record<string, string> = {};
  for (const { compteId } of gens) {
    const acteur = (await lireProfils(fixture.orm.em.fork(), fixture, compteId))?.profils[0]?.acteur;
    roles[compteId] = acteur
      ? [...rolesDe(acteur)]
          .filter((role) => role !== 'utilisateur')
          .sort()
          .join(' ')
      : '';
  }
  const fermes = await fixture.executeur.lire(gestionnaire, async (unite) => {
    const refuses: string[] = [];
    for (const acte of ACTES_DU_PARTENAIRE) {
      await exigerActe(unite, acte, fixture.partenaireId).catch((erreur: unknown) => {
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
  const { droits, fermes } = await fixture.executeur.lire(gestionnaire, (unite) =>
    droitsDuPartenaire(unite, fixture.partenaireId, jour),
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
          await fixture.fermer();
          fixture = await planterLeDecor();
          ram = (await fixture.equipement('Ram des Marins')).id;
          const gens = [
            await fixture.personne('PREMIER'),
            await fixture.personne('SECOND'),
            fixture.administrateur,
          ];
          const noms = new Map(
            gens.map(({ compteId }, rang) => [compteId, ['PREMIER', 'SECOND', 'ADMIN'][rang] ?? '']),
          );
          const constats = new Map<string, Awaited<ReturnType<typeof parLaGarde>>>();
          for (const [rang, [acte, qui, combien]] of actes.entries()) {
            const jour = Temporal.PlainDate.from('2026-03-03').add({ days: rang * 2 });
            fixture.horloge.regler(`${jour.toString()}T09:00:00Z`);
            // Most acts find nothing to do, or are refused: that changes nothing either.
            await agir(acte, gens[qui] ?? fixture.administrateur, jour, combien).then(
              () => {
                faits += 1;
              },
              (erreur: unknown) => {
                if (!(erreur instanceof Refus)) throw erreur;
              },
            );
            for (const soir of rang % 3 === 0 ? [jour, jour.add({ days: 1 })] : [jour]) {
              fixture.horloge.regler(`${soir.toString()}T21:30:00Z`);
              constats.set(soir.toString(), await parLaGarde(gens));
            }
          }
          fixture.horloge.regler('2026-06-01');
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

/** One act on a person, by whoever may, through its command. */
async function agir(
  acte: string,
  { utilisateurId }: PersonneDuDecor,
  jour: Temporal.PlainDate,
  combien: number,
): Promise<void> {
  const { executeur, sql } = fixture;
  const administrateur = fixture.administrateur.acteur();
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
      await prolonger(fixture, gestionnaire, jour.add({ days: 1 + combien }).toString(), [
        'CONSULTANT',
        'FOURNISSEUR_ACTIVITE',
      ]);
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
