import fc from 'fast-check';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { RouteEnumeree } from '#src/server/routes.ts';
import type { RouteGestion } from '#test/support/routes.ts';
import { ROLES_DU_TIR, type Role } from './grammaire.ts';

/**
 * A grammar of meaning: forms filled as a person would, but for one or two values that every door reads and
 * that mean something else:
 * a year mistyped, an end that has none, half a character, the address of somebody else, a role held
 * elsewhere, a field that is not there.
 */
export interface TirDeSens {
  readonly route: RouteEnumeree;
  readonly role: Role;
  /** False: the session's password was given long ago. */
  readonly preuveRecente: boolean;
  /** Rank of the record among those the address is about; a trapped one first, one time in two. */
  readonly rang: number;
  readonly piege: boolean;
  readonly date: string | null;
  readonly texte: string | null;
  readonly courriel: 'inconnu' | 'connu' | null;
  /** A field that the form does not have. */
  readonly intrus: boolean;
  /** Another name for the host, with an origin that agrees with it. */
  readonly hote: string | null;
}

export const HOTE = 'essai.example';
export const INTRUS = 'estAdministrateurDeTout';

const DATES = [
  '31/12/9999',
  '9999-12-31',
  '9999-12-30',
  '3026-12-01',
  '01/12/3026',
  '0026-12-01',
  '01/12/0026',
  '20260-12-01',
  '2062-01-06',
  '1899-12-31',
  '0001-01-01',
  '01/01/0001',
  '0000-01-01',
  '2024-02-30',
  '30/02/2026',
  '2999-12-31',
  '3000-01-01',
  '1900-01-01',
  '2206-03-02',
  '02/03/2206',
  '31/12/2099',
];
const TEXTES = [
  'Vu avec l’élue \ud83d',
  '\udc00 au début',
  'au \ud83d milieu',
  'Vu\u0000',
  'É\u0301lue',
  'a\u2028b',
  '👩‍👧 tout entier',
  '\ufffd',
  'Vu avec l’élue',
];

const POSTS_SANS_SENS =
  /^\/(connexion|deconnexion|profils?|mot-de-passe|reinitialisation|invitation|confirmation|securite|eligibilite|api|boite|rattachements)/;
const estUnFormulaire = (route: RouteEnumeree & Partial<RouteGestion>): boolean => {
  if (route.methode !== 'POST') return false;
  if (!route.chemin.startsWith('/gestion'))
    return !POSTS_SANS_SENS.test(route.chemin) && !route.chemin.includes('/saisie-gardee/');
  const { genre, ressource, action } = route;
  const declaree = RESSOURCES.find(({ id }) => id === ressource);
  if (!route.chemin.includes('/api/') || !declaree) return false;
  return (
    (genre === 'fiche' && declaree.actionsDeFiche.some(({ nom }) => nom === action)) ||
    (genre === 'liste' && declaree.actionsDeListe.some(({ nom }) => nom === action))
  );
};

/**
 * The command behind an address of the back-office, by its name; an address of the portal, by its last part.
 */
export function acteDe(route: RouteEnumeree & Partial<RouteGestion>): string {
  if (!route.chemin.startsWith('/gestion'))
    return route.chemin.replace(/^\/partenaire\//, '').replace(/\/:\w+/g, '');
  const declaree = RESSOURCES.find(({ id }) => id === route.ressource);
  return (
    [...(declaree?.actionsDeFiche ?? []), ...(declaree?.actionsDeListe ?? [])].find(
      ({ nom }) => nom === route.action,
    )?.commande.nom ?? ''
  );
}

/** Acts where a wrong person or moment costs most: tried as often as all the others together. */
const GRAVES =
  /transmettre|activer|trancher|regler|traiter|imposerMotDePasse|deverrouiller|valider|utilisateurs\/(creer|modifier|identite|mot-de-passe|deverrouiller|cloturer)|rouvrir|fermer|campagne\.|convention(nement)?\.(creer|modifier)|habiliter|identite|adresse/;

export function tirsDeSens(routes: readonly RouteEnumeree[]): fc.Arbitrary<TirDeSens> {
  const formulaires = routes.filter(estUnFormulaire);
  const graves = formulaires.filter((route) => GRAVES.test(acteDe(route)));
  return fc
    .oneof(fc.constantFrom(...formulaires), fc.constantFrom(...graves))
    .chain((route) =>
      fc.record({
        route: fc.constant(route),
        role: rolePour(route),
        rang: fc.nat(100_000),
        piege: fc.boolean(),
      }),
    )
    .chain((commun) => ecart.map((un) => ({ ...SANS_ECART, ...commun, ...un })));
}

const SANS_ECART = {
  preuveRecente: true,
  date: null,
  texte: null,
  courriel: null,
  intrus: false,
  hote: null,
};
/** One thing out of the ordinary at a time: with two, the first refusal hides the other. */
const ecart: fc.Arbitrary<Partial<TirDeSens>> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...DATES).map((date) => ({ date })) },
  { weight: 2, arbitrary: fc.constantFrom(...TEXTES).map((texte) => ({ texte })) },
  {
    weight: 5,
    arbitrary: fc.constantFrom('inconnu' as const, 'connu' as const).map((courriel) => ({ courriel })),
  },
  { weight: 2, arbitrary: fc.constant({ preuveRecente: false }) },
  { weight: 1, arbitrary: fc.constant({ intrus: true }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('ailleurs.example', `${HOTE}.ailleurs.example`, '127.0.0.1')
      .map((hote) => ({ hote })),
  },
  // Nothing but the record and the person: who acts on whom is enough.
  { weight: 2, arbitrary: fc.constant({}) },
);

function rolePour({ chemin }: RouteEnumeree): fc.Arbitrary<Role> {
  const chezLui: readonly Role[] = chemin.startsWith('/gestion')
    ? ['agent', 'responsable', 'agent']
    : ['administrateur', 'delegue', 'utilisateur'];
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...chezLui) },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES_DU_TIR) },
  );
}

const DATE = /^(du|au|le|jour|date|debut|fin|seanceLe)$|[a-z]Le$|Du$|Au$/;
const TEXTE = /motif|observation|mission|expose|nom$|libelle|commentaire|raison/i;
const NOMS_DE_PERSONNE: Readonly<Record<string, string>> = {
  nom: 'Dupont',
  prenom: 'Lou',
  raisonSociale: 'Commune d’essai',
  libelle: 'Essai',
  motif: 'Essai de sens',
  observation: '',
};

/** The fields of a form, filled as somebody would, with what the shot puts in their place. */
export function remplir(
  champs: Readonly<Record<string, unknown>>,
  { date, texte, courriel, intrus, rang }: TirDeSens,
  adresses: readonly string[],
): Record<string, unknown> {
  const adresse =
    courriel === 'connu' ? (adresses[rang % adresses.length] ?? '') : `personne${rang}@nulle-part.example`;
  const remplis = Object.fromEntries(
    Object.entries(champs).map(([nom, valeur]) => {
      if (/^courriel/.test(nom) && (courriel !== null || valeur === '')) return [nom, adresse];
      if (DATE.test(nom) && date !== null) return [nom, date];
      if (TEXTE.test(nom) && texte !== null) return [nom, texte];
      return [nom, valeur === '' ? (NOMS_DE_PERSONNE[nom] ?? valeur) : valeur];
    }),
  );
  return intrus ? { ...remplis, [INTRUS]: 'oui' } : remplis;
}
