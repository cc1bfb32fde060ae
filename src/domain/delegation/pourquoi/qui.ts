import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { CAPACITES, cafDe, type ActeurPartenaire, type Role } from '#src/kernel/acteur.ts';
import type { Droit, UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { AgentCaf, Analyste } from '#src/domain/acces/compte/compte.ts';
import { peut, rolesAdmis, titulaires } from '#src/kernel/droits/droits.ts';
import { rolesEnAttente } from '#src/domain/delegation/habilitation/en-attente.ts';
import type { Titulaires } from '#src/domain/acces/pourquoi/ports.ts';
import type { Qui } from '#src/kernel/droits/remedy.ts';
import { tables } from '#src/domain/delegation/tables.ts';
import { rolesDuJour, type Capacite, type RoleDeService } from '#src/kernel/roles.ts';
import { type ObjetDuPouvoir } from '#src/kernel/droits/remedy.ts';
import { couvre } from '#src/domain/delegation/mandat/pouvoir.ts';
import { lireLignes } from '#src/kernel/sql.ts';

/** Names shown before « et N autres ». */
const NOMS_AU_PLUS = 5;
const DE_LA_CAF: readonly Role[] = ['gestionnaire', 'responsable-caf'];

interface Personne {
  readonly id: string;
  readonly nom: string;
  readonly prenom: string;
  readonly quoi: string;
}

/**
 * Names of those who can lift a refusal. What is read is the reader's own scope: a partner's user is told of
 * people of his organisme
 * and of his Caf by its name alone, an agent of his own Caf's people. Of a colleague only the name and the
 * power are told.
 */
export async function titulairesDe(unite: UniteDeLecture, qui: Qui): Promise<Titulaires> {
  switch (qui.genre) {
    case 'droit':
      return parDroit(unite, qui.droit, qui.sauf ?? null);
    case 'capacite':
      return parCapacite(unite, qui.capacites, qui.equipement);
    case 'pouvoir':
      return parPouvoir(unite, qui);
    case 'caf':
      return { qui: await nomDeLaCaf(unite), personnes: [] };
    case 'vous':
      return { qui: 'vous-même', personnes: [] };
    case 'interesse':
      return { qui: 'la personne elle-même', personnes: [] };
    case 'exploitant':
      return { qui: 'l’exploitant de l’application, par la ligne de commande', personnes: [] };
    case 'personne':
      return { qui: 'personne : ce qui est fait reste enregistré', personnes: [] };
  }
}

/** The capacities a line of the rights table admits. */
const capacitesDe = (droit: Droit): Capacite[] =>
  rolesAdmis(droit).flatMap((role) => CAPACITES.get(role) ?? []);

const codesDe = (roles: readonly RoleDeService[]): string[] => roles.map(({ code }) => code);

async function parDroit(unite: UniteDeLecture, droit: Droit, sauf: string | null): Promise<Titulaires> {
  const roles = rolesAdmis(droit);
  const personnes: Personne[] = [];
  if (unite.acteur.type === 'partenaire') {
    if (roles.includes('administrateur-partenaire'))
      personnes.push(...(await duPartenaire(unite)).administrateurs);
    if (roles.includes('responsable-habilitations'))
      personnes.push(...(await duPartenaire(unite)).responsables.map(({ personne }) => personne));
    const equipements = unite.acteur.habilitations.map(({ equipementId }) => equipementId);
    for (const capacite of capacitesDe(droit)) {
      const siens = codesDe(rolesDuJour(unite).quiPeuvent(capacite));
      personnes.push(
        ...(await duPartenaire(unite)).detenteurs
          .filter(
            (un) =>
              siens.includes(un.role) && (equipements.length === 0 || equipements.includes(un.equipement)),
          )
          .map(({ personne }) => personne),
      );
    }
    return dire(
      roles.some((role) => DE_LA_CAF.includes(role))
        ? `${await nomDeLaCaf(unite)} (${titulaires(droit)})`
        : titulaires(droit),
      personnes,
    );
  }
  const autre = sauf === null ? '' : ', autre que la personne concernée';
  if (roles.some((role) => DE_LA_CAF.includes(role)) && peut(unite.acteur, 'AgentCaf', 'lire'))
    personnes.push(...(await agents(unite, roles.includes('gestionnaire'), sauf)));
  if (roles.includes('analyste') && peut(unite.acteur, 'Analyste', 'lire'))
    personnes.push(...(await analystes(unite, sauf)));
  return dire(`${titulaires(droit)}${autre}`, personnes);
}

async function parCapacite(
  unite: UniteDeLecture,
  capacites: readonly Capacite[],
  equipement: string,
): Promise<Titulaires> {
  const roles = rolesDuJour(unite).quiPeuvent(...capacites);
  const codes = codesDe(roles);
  const quoi = roles.map(({ libelle }) => libelle.toLowerCase()).join(' ou ');
  if (unite.acteur.type !== 'partenaire') return { qui: `le partenaire (${quoi})`, personnes: [] };
  const tiennent = (await duPartenaire(unite)).detenteurs
    .filter((un) => un.equipement === equipement && codes.includes(un.role))
    .map(({ personne }) => personne);
  const donnent = await parPouvoir(unite, { objet: { roles: codes, equipements: [equipement] } });
  const { personnes } = dire('', tiennent);
  return {
    qui: `un ${quoi} de cet équipement, ou celui qui donne ce rôle : ${donnent.qui}`,
    personnes: [...personnes, ...donnent.personnes],
  };
}

async function parPouvoir(
  unite: UniteDeLecture,
  {
    objet,
    administrateur,
    sauf,
  }: { readonly objet: ObjetDuPouvoir; readonly administrateur?: true; readonly sauf?: string },
): Promise<Titulaires> {
  const qui = administrateur
    ? 'un autre administrateur partenaire'
    : 'l’administrateur partenaire, ou un responsable habilitations à qui cela est confié';
  if (unite.acteur.type !== 'partenaire') return { qui, personnes: [] };
  const delegues = administrateur
    ? []
    : (await duPartenaire(unite)).responsables
        .filter(({ mandat }) => couvre(mandat, objet))
        .map(({ personne }) => personne);
  return dire(
    qui,
    [...(await duPartenaire(unite)).administrateurs, ...delegues].filter(({ id }) => id !== sauf),
  );
}

/** « Prénom Nom (ce qu’il est) », each person once. */
function dire(qui: string, personnes: readonly Personne[]): Titulaires {
  const uniques = [...new Map(personnes.map((personne) => [personne.id, personne])).values()];
  const noms = uniques.slice(0, NOMS_AU_PLUS).map(({ prenom, nom, quoi }) => `${prenom} ${nom} (${quoi})`);
  const reste = uniques.length - noms.length;
  return { qui, personnes: reste > 0 ? [...noms, `et ${reste} ${reste > 1 ? 'autres' : 'autre'}`] : noms };
}

const personneDe = ({ id, nom, prenom }: Omit<Personne, 'quoi'>, quoi: string): Personne => ({
  id,
  nom,
  prenom,
  quoi,
});

/** Who administers the reader's partner, is entrusted with a part of it, or holds a role, today: one statement. */
const duPartenaire = parUnite(async (unite) => {
  const { em, acteur, aujourdhui } = unite;
  const roles = rolesDuJour(unite);
  const { cafId, partenaireId } = acteur as ActeurPartenaire;
  const jour = aujourdhui.toString();
  const siens = sql<boolean>`${sql.ref('x.caf_id')} = ${cafId} and ${sql.ref('x.partenaire_id')} = ${partenaireId}`;
  const enCours = (du: string, au: string) =>
    sql<boolean>`${sql.ref(du)} <= ${jour} and (${sql.ref(au)} is null or ${sql.ref(au)} > ${jour})`;
  const [lus] = await lireLignes(
    em,
    tables.selectNoFrom(({ selectFrom }) => [
      jsonArrayFrom(
        selectFrom('utilisateur as x')
          .select(['x.id', 'x.nom', 'x.prenom'])
          .where(siens)
          .where('x.administrateur', '=', true)
          .where(enCours('x.ouvert_le', 'x.clos_le'))
          .orderBy('x.nom')
          .orderBy('x.id'),
      ).as('administrateurs'),
      jsonArrayFrom(
        selectFrom('mandat as x')
          .innerJoin('utilisateur as u', 'u.id', 'x.titulaire_id')
          .select(['u.id', 'u.nom', 'u.prenom', 'x.roles', 'x.equipements', 'x.du', 'x.au'])
          .select('x.peut_creer_utilisateurs as peutCreerUtilisateurs')
          .where(siens)
          .where(enCours('x.du', 'x.au'))
          .orderBy('u.nom')
          .orderBy('x.id'),
      ).as('responsables'),
      jsonArrayFrom(
        selectFrom('habilitation as x')
          .innerJoin('utilisateur as u', 'u.id', 'x.utilisateur_id')
          .select(['u.id', 'u.nom', 'u.prenom', 'x.role', 'x.equipement_id as equipement'])
          .where(siens)
          .where('x.etat', '=', 'accordee')
          .where(enCours('x.du', 'x.au'))
          .orderBy('u.nom')
          .orderBy('x.id'),
      ).as('detenteurs'),
    ]),
  );
  return {
    administrateurs: (lus?.administrateurs ?? []).map((un) => personneDe(un, 'administrateur partenaire')),
    responsables: (lus?.responsables ?? []).map((mandat) => ({
      mandat,
      personne: personneDe(mandat, 'responsable habilitations'),
    })),
    detenteurs: (lus?.detenteurs ?? []).map(({ role, equipement, ...un }) => ({
      role,
      equipement,
      personne: personneDe(un, roles.libelle(role).toLowerCase()),
    })),
  };
});

const ouverts = ({ aujourdhui }: UniteDeLecture) => {
  const jour = aujourdhui.toString();
  return { ouvertLe: { $lte: jour }, $or: [{ closLe: null }, { closLe: { $gt: jour } }] };
};

const nomDeLaCaf = parUnite(async (unite) => {
  const caf = cafDe(unite.acteur);
  const trouvee = caf && (await unite.em.findOne(Caf, { id: caf.cafId }, { fields: ['nom'] }));
  return trouvee ? `la ${trouvee.nom}` : 'votre Caf';
});

const tousLesAgents = parUnite((unite) =>
  unite.em.find(
    AgentCaf,
    { caf: cafDe(unite.acteur)?.cafId ?? '', ...ouverts(unite) },
    { orderBy: { nom: 'asc', id: 'asc' } },
  ),
);
async function agents(unite: UniteDeLecture, tous: boolean, sauf: string | null): Promise<Personne[]> {
  return (await tousLesAgents(unite))
    .filter(({ profil, compte }) => (tous || profil === 'responsable') && compte.id !== sauf)
    .map((un) => personneDe(un, un.profil === 'responsable' ? 'responsable de la Caf' : 'gestionnaire Caf'));
}

const tousLesAnalystes = parUnite((unite) =>
  unite.em.find(Analyste, ouverts(unite), { orderBy: { nom: 'asc', id: 'asc' } }),
);
async function analystes(unite: UniteDeLecture, sauf: string | null): Promise<Personne[]> {
  return (await tousLesAnalystes(unite))
    .filter(({ compte }) => compte.id !== sauf)
    .map((un) => personneDe(un, 'analyste réglementaire'));
}

/**
 * The reader has already been given the role asked for: it waits for his Caf, and nobody else has anything to
 * do.
 */
export async function attenteDe(unite: UniteDeLecture, qui: Qui): Promise<string | null> {
  if (qui.genre !== 'capacite' && qui.genre !== 'droit') return null;
  const roles = rolesDuJour(unite);
  const capacites = qui.genre === 'capacite' ? qui.capacites : capacitesDe(qui.droit);
  const codes = codesDe(roles.quiPeuvent(...capacites));
  const attendue = (await rolesEnAttente(unite)).find(
    ({ role, equipement }) =>
      codes.includes(role) && (qui.genre === 'droit' || equipement.id === qui.equipement),
  );
  return attendue
    ? `Votre habilitation au rôle ${roles.enPhrase(attendue.role)} sur « ${attendue.equipement.nom} » attend la validation de votre Caf : vous n’avez rien d’autre à demander.`
    : null;
}
