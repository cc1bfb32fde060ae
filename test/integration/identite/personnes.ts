import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { validerHabilitation } from '#src/domain/delegation/habilitation/traiter.ts';
import { creerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { agent } from '#test/support/acteurs.ts';
import type { Fixture } from '../habilitation/fixture.ts';

/** Actor of the partner’s administrator. */
export const administrateur = (fixture: Fixture) => fixture.administrateur.acteur();
let rang = 0;

/**
 * A user created as on the screen; whether he has accepted, and which roles he was given (an approbateur
 * validated by the Caf).
 */
export async function personne(
  fixture: Fixture,
  ram: string,
  {
    accepte = true,
    roles = [],
    sur = ram,
    prenom,
  }: {
    accepte?: boolean;
    roles?: readonly string[];
    sur?: string;
    prenom?: string;
  } = {},
) {
  rang += 1;
  const courriel = `p${rang}@commune.fr`;
  const { id } = await fixture.executeur.executer(administrateur(fixture), creerUtilisateur, {
    nom: 'Martin',
    prenom: prenom ?? `Paul ${String.fromCharCode(64 + rang)}`,
    courriel,
    courrielConfirmation: courriel,
    telephone: '',
    telephoneConfirmation: '',
    poste: 'sedentaire',
    groupes: ['AFAS-DECLARER'],
  });
  if (accepte) await fixture.sql("update utilisateur set rattachement = 'accepte' where id = $1", [id]);
  for (const role of roles) {
    const [creee] = await fixture.executeur.executer(administrateur(fixture), affecterRole, {
      utilisateur: id,
      role,
      du: '2026-03-02',
      portee: 'activite',
      equipements: [sur],
    });
    if (role === 'APPROBATEUR')
      await fixture.executeur.executer(agent(), validerHabilitation, {
        id: creee?.id,
        version: 1,
        motif: '',
      });
  }
  return { id, courriel, version: await versionDe(fixture, id) };
}

/** Version of a user’s record. */
export const versionDe = async (fixture: Fixture, id: string) =>
  (await fixture.sql<{ version: number }>('select version from utilisateur where id = $1', [id]))[0]
    ?.version ?? 0;

/** Roles of a user, with their state and end. */
export const rolesDe = (fixture: Fixture, id: string) =>
  fixture.sql(
    "select role, etat, to_char(au, 'YYYY-MM-DD') as au from habilitation where utilisateur_id = $1 order by role",
    [id],
  );

/** Ends the approbateur of every equipment. */
export const libererLApprobateur = (fixture: Fixture) =>
  fixture.sql("update habilitation set au = du where role = 'APPROBATEUR'");

/** Subjects of the mails sent to an address, oldest first. */
export const objetsA = async (fixture: Fixture, courriel: string) =>
  (
    await fixture.sql<{ objet: string }>(
      'select objet from courriel where destinataire = $1 order by cree_le, id',
      [courriel],
    )
  ).map(({ objet }) => objet);
