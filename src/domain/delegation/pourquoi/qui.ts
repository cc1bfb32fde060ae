import { cafDe, type ActeurPartenaire, type Role } from '#src/kernel/acteur.ts';
import type { Droit, UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { Caf } from '#src/domain/territoire/caf/caf.ts';
import { AgentCaf, Analyste } from '#src/domain/acces/compte/compte.ts';
import { peut, rolesAdmis, titulaires } from '#src/kernel/droits/droits.ts';
import { rolesEnAttente } from '#src/domain/delegation/habilitation/en-attente.ts';
import type { Titulaires } from '#src/domain/acces/pourquoi/ports.ts';
import type { Qui } from '#src/kernel/droits/remedy.ts';
import { type RoleAfas } from '#src/kernel/roles.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { AU_ROLE, LIBELLES_ROLES } from '#src/kernel/roles.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { type ObjetDuPouvoir } from '#src/kernel/droits/remedy.ts';
import { couvre } from '#src/domain/delegation/mandat/pouvoir.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

/** Names shown before « et N autres ». */
const NOMS_AU_PLUS = 5;
/** The roles of the AFAS service among those of the rights table. */
const ROLE_AFAS: Readonly<Partial<Record<Role, RoleAfas>>> = {
  'fournisseur-activite': 'FOURNISSEUR_ACTIVITE',
  'fournisseur-financier': 'FOURNISSEUR_FINANCIER',
  approbateur: 'APPROBATEUR',
  consultant: 'CONSULTANT',
};
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
    case 'role':
      return parRole(unite, qui.roles, qui.equipement);
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

async function parDroit(unite: UniteDeLecture, droit: Droit, sauf: string | null): Promise<Titulaires> {
  const roles = rolesAdmis(droit);
  const personnes: Personne[] = [];
  if (unite.acteur.type === 'partenaire') {
    if (roles.includes('administrateur-partenaire')) personnes.push(...(await administrateurs(unite)));
    if (roles.includes('responsable-habilitations'))
      personnes.push(...(await responsables(unite)).map(({ personne }) => personne));
    const equipements = unite.acteur.habilitations.map(({ equipementId }) => equipementId);
    for (const role of roles) {
      const afas = ROLE_AFAS[role];
      if (afas)
        personnes.push(
          ...(await detenteurs(unite))
            .filter(
              (un) => un.role === afas && (equipements.length === 0 || equipements.includes(un.equipement)),
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

async function parRole(
  unite: UniteDeLecture,
  roles: readonly RoleAfas[],
  equipement: string,
): Promise<Titulaires> {
  const quoi = roles.map((role) => LIBELLES_ROLES[role].toLowerCase()).join(' ou ');
  if (unite.acteur.type !== 'partenaire') return { qui: `le partenaire (${quoi})`, personnes: [] };
  const tiennent = (await detenteurs(unite))
    .filter((un) => un.equipement === equipement && roles.includes(un.role))
    .map(({ personne }) => personne);
  const donnent = await parPouvoir(unite, { objet: { roles, equipements: [equipement] } });
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
    : (await responsables(unite))
        .filter(({ mandat }) => couvre(mandat, objet))
        .map(({ personne }) => personne);
  return dire(
    qui,
    [...(await administrateurs(unite)), ...delegues].filter(({ id }) => id !== sauf),
  );
}

/** « Prénom Nom (ce qu’il est) », each person once. */
function dire(qui: string, personnes: readonly Personne[]): Titulaires {
  const uniques = [...new Map(personnes.map((personne) => [personne.id, personne])).values()];
  const noms = uniques.slice(0, NOMS_AU_PLUS).map(({ prenom, nom, quoi }) => `${prenom} ${nom} (${quoi})`);
  const reste = uniques.length - noms.length;
  return { qui, personnes: reste > 0 ? [...noms, `et ${reste} ${reste > 1 ? 'autres' : 'autre'}`] : noms };
}

const enCours = (unite: UniteDeLecture, du: 'du' | 'ouvertLe', au: 'au' | 'closLe') => {
  const jour = unite.aujourdhui.toString();
  return { [du]: { $lte: jour }, $or: [{ [au]: null }, { [au]: { $gt: jour } }] };
};
const partenaireDe = (unite: UniteDeLecture): string => (unite.acteur as ActeurPartenaire).partenaireId;
const personneDe = ({ id, nom, prenom }: Omit<Personne, 'quoi'>, quoi: string): Personne => ({
  id,
  nom,
  prenom,
  quoi,
});

const administrateurs = parUnite(async (unite) => {
  const trouves = await unite.em.find(
    Utilisateur,
    { partenaire: partenaireDe(unite), administrateur: true, ...enCours(unite, 'ouvertLe', 'closLe') },
    { orderBy: { nom: 'asc', id: 'asc' } },
  );
  return trouves.map((un) => personneDe(un, 'administrateur partenaire'));
});

const responsables = parUnite(async (unite) => {
  const mandats = await unite.em.find(
    Mandat,
    { partenaire: partenaireDe(unite), ...enCours(unite, 'du', 'au') },
    { populate: ['titulaire'], orderBy: { titulaire: { nom: 'asc' }, id: 'asc' } },
  );
  return mandats.map((mandat) => ({
    mandat,
    personne: personneDe(mandat.titulaire, 'responsable habilitations'),
  }));
});

const detenteurs = parUnite(async (unite) => {
  const tenues = await unite.em.find(
    Habilitation,
    { partenaire: partenaireDe(unite), etat: 'accordee', ...enCours(unite, 'du', 'au') },
    { populate: ['utilisateur'], orderBy: { utilisateur: { nom: 'asc' }, id: 'asc' } },
  );
  return tenues.map(({ role, equipement, utilisateur }) => ({
    role,
    equipement: equipement.id,
    personne: personneDe(utilisateur, LIBELLES_ROLES[role].toLowerCase()),
  }));
});

const nomDeLaCaf = parUnite(async (unite) => {
  const caf = cafDe(unite.acteur);
  const trouvee = caf && (await unite.em.findOne(Caf, { id: caf.cafId }, { fields: ['nom'] }));
  return trouvee ? `la ${trouvee.nom}` : 'votre Caf';
});

const tousLesAgents = parUnite((unite) =>
  unite.em.find(
    AgentCaf,
    { caf: cafDe(unite.acteur)?.cafId ?? '', ...enCours(unite, 'ouvertLe', 'closLe') },
    { orderBy: { nom: 'asc', id: 'asc' } },
  ),
);
async function agents(unite: UniteDeLecture, tous: boolean, sauf: string | null): Promise<Personne[]> {
  return (await tousLesAgents(unite))
    .filter(({ profil, compte }) => (tous || profil === 'responsable') && compte.id !== sauf)
    .map((un) => personneDe(un, un.profil === 'responsable' ? 'responsable de la Caf' : 'gestionnaire Caf'));
}

const tousLesAnalystes = parUnite((unite) =>
  unite.em.find(Analyste, enCours(unite, 'ouvertLe', 'closLe'), { orderBy: { nom: 'asc', id: 'asc' } }),
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
  if (qui.genre !== 'role' && qui.genre !== 'droit') return null;
  const roles =
    qui.genre === 'role' ? qui.roles : rolesAdmis(qui.droit).flatMap((role) => ROLE_AFAS[role] ?? []);
  const attendue = (await rolesEnAttente(unite)).find(
    ({ role, equipement }) =>
      roles.includes(role) && (qui.genre === 'droit' || equipement.id === qui.equipement),
  );
  return attendue
    ? `Votre habilitation au rôle ${AU_ROLE[attendue.role]} sur « ${attendue.equipement.nom} » attend la validation de votre Caf : vous n’avez rien d’autre à demander.`
    : null;
}
