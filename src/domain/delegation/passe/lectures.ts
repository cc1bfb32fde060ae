import { nomDeListe } from '#src/kernel/francais.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { BulletinAdhesion } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import type { ActeDuPartenaire } from '#src/domain/contractualisation/echeance/echeance.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { Equipement } from '#src/domain/equipement/equipement.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { couvreJour } from '#src/domain/delegation/mandat/periodes.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import {
  actesFermes,
  direFermes,
  GESTION,
  sousLaConvention,
} from '#src/domain/delegation/passe/fermetures.ts';
import { lireJourPasse } from '#src/domain/delegation/passe/jour.ts';
import { rolesAu } from '#src/kernel/roles.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import { effetDe, etatsDuJour, journalDepuis } from '#src/domain/delegation/passe/etats-du-jour.ts';
import {
  conventionDuJour,
  droitsDeLHabilitation,
  droitsDuMandat,
  type DroitDuPasse,
} from '#src/domain/delegation/passe/titres.ts';

/** Who could do what on a day. */
export interface DroitsDuPasse {
  readonly jour: string;
  /** The access convention of that day, in words; '' for the agents of a Caf. */
  readonly convention: string;
  /**
   * What the convention and the bulletins let nobody of the partner do at the end of that day, whatever his
   * role.
   */
  readonly fermes: readonly ActeDuPartenaire[];
  readonly droits: readonly DroitDuPasse[];
}

/**
 * What the people of a partner could do on a day, as it was recorded that day: what was granted, moved,
 * suspended or
 * closed since is undone. Rights that were recorded and opened nothing are there too, and say why.
 * @param texte the day as typed @throws JourAbsent, JourInexistant, JourAVenir
 */
export async function droitsDuPartenaire(
  unite: UniteDeLecture,
  partenaire: string,
  texte: string,
): Promise<DroitsDuPasse> {
  exiger(unite.acteur, 'Habilitation', 'consulterPasse');
  const jour = lireJourPasse(unite, texte);
  const { em } = unite;
  const mots = {
    noms: new Map((await em.find(Equipement, { partenaire })).map(({ id, nom }) => [id, nom])),
    roles: rolesAu(unite.registre, jour.jour),
  };
  const lignes = await journalDepuis(
    unite,
    jour,
    ['Utilisateur', 'Habilitation', 'Mandat', 'Convention', 'BulletinAdhesion'],
    partenaire,
  );
  const utilisateurs = await em.find(
    Utilisateur,
    { partenaire },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const mandats = await em.find(Mandat, { partenaire }, { orderBy: { du: 'asc', id: 'asc' } });
  const habilitations = await em.find(
    Habilitation,
    { partenaire },
    { populate: ['lieu'], orderBy: { du: 'asc', id: 'asc' } },
  );
  const conventions = await em.find(Convention, { partenaire }, { orderBy: { du: 'desc' } });
  const fermes = await actesFermes(
    unite.registre,
    jour,
    conventions,
    await em.find(BulletinAdhesion, { partenaire }),
    lignes,
  );

  const droits = utilisateurs.flatMap((utilisateur): DroitDuPasse[] => {
    const { id, identifiant, ouvertLe, administrateur } = utilisateur;
    const commun = { personne: nomDeListe(utilisateur), identifiant };
    const acces = etatsDuJour(
      { closLe: utilisateur.closLe ?? null, ouvertLe, administrateur },
      null,
      lignes.get(id),
      jour,
      (version) => couvreJour({ du: version.ouvertLe, au: version.closLe }, jour.jour),
    );
    if (!acces) return [];
    const periode = { du: acces.valeur.ouvertLe, au: acces.valeur.closLe };
    const siens = [
      ...mandats
        .filter(({ titulaire }) => titulaire.id === id)
        .flatMap((mandat) => droitsDuMandat(mandat, lignes.get(mandat.id), jour, acces, mots)),
      ...habilitations
        .filter(({ utilisateur: titulaire }) => titulaire.id === id)
        .flatMap((habilitation) =>
          droitsDeLHabilitation(habilitation, lignes.get(habilitation.id), jour, acces, mots),
        ),
    ].map((droit) => ({ ...commun, ...droit }));
    const propre = acces.valeur.administrateur
      ? 'Administrateur partenaire'
      : siens.length === 0
        ? 'Utilisateur sans rôle'
        : null;
    return [
      ...(propre
        ? [
            {
              ...commun,
              cle: id,
              droit: propre,
              actes: acces.valeur.administrateur ? GESTION : [],
              sur: '',
              ...periode,
              ...effetDe(acces, acces, jour),
            },
          ]
        : []),
      ...siens,
    ].map((droit) => sousLaConvention(droit, fermes));
  });
  return {
    jour: jour.jour,
    convention: `${conventionDuJour(conventions, lignes, jour)}${direFermes(fermes)}`,
    fermes,
    droits,
  };
}

/** What the agents of the reader's Caf could do on a day. */
export async function droitsDesAgents(unite: UniteDeLecture, texte: string): Promise<DroitsDuPasse> {
  exiger(unite.acteur, 'AgentCaf', 'lire');
  const jour = lireJourPasse(unite, texte);
  const lignes = await journalDepuis(unite, jour, ['AgentCaf'], null);
  const agents = await unite.em.find(AgentCaf, {}, { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } });
  const droits = agents.flatMap((agent): DroitDuPasse[] => {
    const acces = etatsDuJour(
      { ouvertLe: agent.ouvertLe, closLe: agent.closLe ?? null, profil: agent.profil },
      null,
      lignes.get(agent.id),
      jour,
      (version) => couvreJour({ du: version.ouvertLe, au: version.closLe }, jour.jour),
    );
    if (!acces) return [];
    const { profil, ouvertLe, closLe } = acces.valeur;
    return [
      {
        cle: agent.id,
        personne: nomDeListe(agent),
        identifiant: agent.courriel,
        droit: profil === 'responsable' ? 'Responsable de la Caf' : 'Gestionnaire Caf',
        actes: [],
        sur: '',
        du: ouvertLe,
        au: closLe,
        ...effetDe(acces, acces, jour),
      },
    ];
  });
  return { jour: jour.jour, convention: '', fermes: [], droits };
}
