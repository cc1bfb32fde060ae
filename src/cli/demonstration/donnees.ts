import type { FormeJuridique } from '#src/domain/contractualisation/organisme/organisme.ts';
import { creerHasard, type Hasard } from '#src/cli/demonstration/hasard.ts';
import type { CafDeDemonstration } from './cafs.ts';

/**
 * Whom and what the demonstration shows. Places exist; organisations, people, identifiers and figures are
 * invented
 * (identifiers begin by 999, addresses end by `.example`). The first partner is the example of the source
 * document.
 */

/** How far a partner has got: so that lists, filters and queues mean something. */
export type SituationJouee =
  | 'en-service'
  | 'convention-echue'
  | 'convention-resiliee'
  | 'en-attente-de-signature'
  | 'non-eligible'
  | 'eligible-sans-convention'
  | 'brouillon';

export interface PersonneDeDemonstration {
  readonly nom: string;
  readonly prenom: string;
}

export interface AnimateurDeDemonstration extends PersonneDeDemonstration {
  readonly etpContrat: string;
}
export interface RamDeDemonstration {
  readonly nom: string;
  readonly itinerant: boolean;
  readonly animateurs: readonly AnimateurDeDemonstration[];
  readonly etpValide: string;
  /** Who takes over the post of the first animateur, after an absence of his. */
  readonly relais?: PersonneDeDemonstration;
}
/** Who works for a partner. */
/** Roles of the service the example is about. */
export type RoleDeDemonstration =
  | 'FOURNISSEUR_ACTIVITE'
  | 'FOURNISSEUR_FINANCIER'
  | 'APPROBATEUR'
  | 'CONSULTANT';

export type FonctionDEquipe = 'administrateur' | 'directrice' | 'finances';

export interface PartenaireDeDemonstration {
  readonly siren: string;
  readonly nom: string;
  readonly forme: FormeJuridique;
  readonly communeCode: string;
  readonly domaine: string;
  readonly situation: SituationJouee;
  /** Its access was opened in the last year: its Ram is older than its convention. */
  readonly recent: boolean;
  readonly equipe: Readonly<Record<FonctionDEquipe, PersonneDeDemonstration>>;
  /** The administrateur enters data as well: « une même personne peut cumuler les trois rôles ». */
  readonly cumul: boolean;
  /** The approbateur asked for still waits for the Caf. */
  readonly approbateurEnAttente: boolean;
  readonly rams: readonly RamDeDemonstration[];
}

/**
 * The roles each person is given on all the Ram of the partner: what the history plays, and what the sign-in
 * page says.
 */
export const rolesDe = ({
  cumul,
}: Pick<PartenaireDeDemonstration, 'cumul'>): Readonly<
  Record<FonctionDEquipe, readonly RoleDeDemonstration[]>
> => ({
  administrateur: cumul ? ['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR'] : ['APPROBATEUR'],
  directrice: ['FOURNISSEUR_ACTIVITE'],
  finances: ['FOURNISSEUR_FINANCIER'],
});

/** Mail address of a person in a partner's or a Caf's domain. */
export const adresse = ({ prenom, nom }: PersonneDeDemonstration, domaine: string): string =>
  `${prenom}.${nom}@${domaine}`
    .normalize('NFD')
    .replace(/[\u0300-\u036f’' ]/g, '')
    .toLowerCase();

export const PRENOMS = [
  'Aline',
  'Bastien',
  'Céline',
  'Damien',
  'Élodie',
  'Fabrice',
  'Gaëlle',
  'Hugo',
  'Inès',
  'Jérôme',
  'Karima',
  'Loïc',
  'Maëlys',
  'Nadia',
  'Olivier',
  'Pauline',
  'Quentin',
  'Rachida',
  'Sandrine',
  'Thierry',
  'Ursule',
  'Valentin',
  'Wafa',
  'Yann',
  'Zoé',
];
export const NOMS = [
  'Aubrac',
  'Bellegarde',
  'Corvisart',
  'Delorme',
  'Estienne',
  'Fauvel',
  'Garancière',
  'Hautefeuille',
  'Isambert',
  'Jolivet',
  'Kervella',
  'Lespinasse',
  'Montclar',
  'Nerval',
  'Orsini',
  'Périgny',
  'Quélen',
  'Roquefeuil',
  'Sarrazin',
  'Tournon',
  'Urville',
  'Valmont',
  'Wambre',
  'Ysambert',
  'Zeller',
];
export const NOMS_DE_RAM = [
  'Les Petits Pas',
  'La Ronde des Doudous',
  'Les Premiers Pas',
  'L’Île aux Enfants',
  'Les Coccinelles',
  'La Maison des Mini-Pouces',
  'Les P’tits Loups',
  'À Petits Bonds',
  'Le Jardin des Galipettes',
  'Les Lucioles',
  'Pomme d’Api',
  'Les Moussaillons',
  'La Farandole',
  'Les Bouts de Chou',
  'Le Nid',
  'Les Colibris',
];

/** Partners and what each runs, the same at every call. */
export function partenairesDe(caf: CafDeDemonstration): PartenaireDeDemonstration[] {
  const hasard = creerHasard(Number.parseInt(caf.id, 36));
  const generes = Array.from({ length: caf.partenaires }, (_, rang) => partenaireGenere(caf, rang, hasard));
  return caf.id === '451' ? [BRIARE, ...generes] : generes;
}

/** The example of the source, whose administrateur cumulates the three roles. */
export const BRIARE: PartenaireDeDemonstration = {
  siren: sirenFictif(1),
  nom: 'Mairie de Briare',
  forme: 'commune',
  communeCode: '45053',
  domaine: 'briare.example',
  situation: 'en-service',
  recent: false,
  equipe: {
    administrateur: { prenom: 'Chantal', nom: 'Baillet' },
    directrice: { prenom: 'Mona', nom: 'Lenoir' },
    finances: { prenom: 'Paul', nom: 'Vasseur' },
  },
  approbateurEnAttente: false,
  cumul: true,
  rams: [
    {
      nom: 'CBA-RAM Les Marins marrants',
      itinerant: true,
      etpValide: '1.8',
      animateurs: [
        { prenom: 'Mona', nom: 'Lenoir', etpContrat: '1' },
        { prenom: 'Iris', nom: 'Caradec', etpContrat: '0.8' },
      ],
    },
  ],
};

/**
 * By Caf, rank of the partner and of its Ram: one Ram whose declaration of the current campaign is still to
 * begin.
 */
const RELAIS: Readonly<Record<string, Pick<RamDeDemonstration, 'relais'>>> = {
  '451/0/2': { relais: { prenom: 'Léonie', nom: 'Tessier' } },
};

function partenaireGenere(caf: CafDeDemonstration, rang: number, hasard: Hasard): PartenaireDeDemonstration {
  const communeCode = caf.communes[rang % caf.communes.length] ?? '45053';
  const forme = rang % 4 === 3 ? 'association' : rang % 4 === 2 ? 'epci' : 'commune';
  const numero = Number(caf.id) * 100 + rang + 10;
  const personne = (): PersonneDeDemonstration => ({
    prenom: hasard.parmi(PRENOMS),
    nom: hasard.parmi(NOMS),
  });
  return {
    siren: sirenFictif(numero),
    forme,
    communeCode,
    nom: '', // completed with the name of the commune when it is loaded
    domaine: `partenaire-${caf.id}-${String(rang + 2).padStart(2, '0')}.example`,
    situation: situationDe(rang),
    recent: estRecent(rang),
    equipe: { administrateur: personne(), directrice: personne(), finances: personne() },
    approbateurEnAttente: rang % 5 === 1,
    cumul: false,
    rams: Array.from({ length: rang % 5 === 0 ? 3 : 2 - (rang % 2) }, (_, ordre) => ({
      ...ram(rang, ordre, personne, hasard),
      ...RELAIS[`${caf.id}/${rang}/${ordre}`],
    })),
  };
}

function situationDe(rang: number): SituationJouee {
  const particulieres: Readonly<Record<number, SituationJouee>> = {
    4: 'convention-echue',
    7: 'en-attente-de-signature',
    8: 'non-eligible',
    9: 'brouillon',
    11: 'convention-resiliee',
    12: 'eligible-sans-convention',
  };
  return particulieres[rang] ?? 'en-service';
}

/** Two partners out of three came in the last year; an expired or ended convention has had the time to. */
const estRecent = (rang: number): boolean =>
  !['convention-echue', 'convention-resiliee'].includes(situationDe(rang)) && rang % 3 !== 0;

function ram(
  rang: number,
  ordre: number,
  personne: () => PersonneDeDemonstration,
  hasard: Hasard,
): RamDeDemonstration {
  const animateurs = Array.from({ length: hasard.entier(1, 3) }, () => ({
    ...personne(),
    etpContrat: hasard.parmi(['1', '1', '0.8', '0.5']),
  }));
  const dixiemes = animateurs.reduce(
    (somme, { etpContrat }) => somme + Math.round(Number(etpContrat) * 10),
    0,
  );
  return {
    nom: `RAM ${NOMS_DE_RAM[(rang * 2 + ordre * 7) % NOMS_DE_RAM.length] ?? ''}`,
    itinerant: hasard.chance(0.4),
    animateurs,
    etpValide: (dixiemes / 10).toString(),
  };
}

/** A nine-digit identifier with a right control key, in a range given to nobody here. @param numero below 100,000 */
export function sirenFictif(numero: number, plage = '999'): string {
  const huit = `${plage}${String(numero).padStart(5, '0')}`;
  for (let cle = 0; cle <= 9; cle += 1) {
    const somme = [...`${huit}${cle}`].reverse().reduce((total, chiffre, rang) => {
      const valeur = Number(chiffre) * (rang % 2 === 0 ? 1 : 2);
      return total + (valeur > 9 ? valeur - 9 : valeur);
    }, 0);
    if (somme % 10 === 0) return `${huit}${cle}`;
  }
  throw new Error('one of ten control keys is right');
}
