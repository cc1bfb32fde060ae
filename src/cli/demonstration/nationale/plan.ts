import numerotation from '#src/domain/territoire/caf/numerotation.json' with { type: 'json' };
import { adresse, sirenFictif } from '#src/cli/demonstration/donnees.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { REGLAGES, type Volumes } from './echelles.ts';
import {
  cafsNationales,
  communesParDepartement,
  nomDEquipement,
  partenaireDuRang,
  personneDuRang,
  type CafNationale,
} from './noms.ts';
import type { PartenaireSource, Source } from './source.ts';

/** Range of the load's SIREN: given to nobody, and not that of the demonstration. */
export const PLAGE_DES_SIREN = '998';

/** A partner to make, from one of the demonstration. */
export interface Dossier {
  readonly n: number;
  readonly source: string;
  readonly modele: boolean;
  readonly caf: string;
  /** The first of its Caf with a full history: its administrateur can sign in. */
  readonly ouvert: boolean;
  readonly siren: string;
  readonly nom: string;
  readonly forme: string;
  readonly prefixe: string;
  readonly communeCode: string;
  readonly commune: string;
  readonly codePostal: string | null;
}

/** An equipment to make, from one of the demonstration. */
export interface EquipementPlanifie {
  readonly m: number;
  readonly n: number;
  readonly source: string;
  readonly nom: string;
  /** Length of its history, in campaigns; 0: the declarations its source has. */
  readonly campagnes: number;
}

/** A user to make; `i` 0 stands where the source does, others came besides, and left. */
export interface Personne {
  readonly n: number;
  readonly i: number;
  readonly source: string;
  readonly compte: string;
  readonly identifiant: string;
  readonly nom: string;
  readonly prenom: string;
  readonly courriel: string;
}

/** A declaration to copy for a campaign of the past; `decalage`: years between both. */
export interface Tranche {
  readonly rang: number;
  readonly equipement: string;
  readonly declaration: string;
  readonly exercice: number;
  readonly perennite: Perennite;
  readonly decalage: number;
  /** Conventionnements before the one its source was made under, and the years between both. */
  readonly periode: number;
  readonly annees: number;
}

export interface Plan {
  readonly cafs: readonly CafNationale[];
  readonly dossiers: readonly Dossier[];
  readonly equipements: readonly EquipementPlanifie[];
  readonly personnes: readonly Personne[];
  readonly tranches: readonly Tranche[];
  /** Habilitations that have ended, to make besides those copied. */
  readonly habilitationsPassees: number;
}

/** Everything to make, deterministic for a source and a scale. */
export function planifier(source: Source, volumes: Volumes): Plan {
  const cafs = cafsNationales(
    volumes.cafs,
    source.cafs.map(({ id }) => id),
  );
  const parId = new Map(source.partenaires.map((partenaire) => [partenaire.id, partenaire]));
  const origine = ({ source: id }: { readonly source: string }): PartenaireSource => exiger(parId.get(id));
  const dossiers = planifierDossiers(source, volumes, cafs);
  const equipements = planifierEquipements(source, volumes, dossiers, origine);
  const habilitations = new Map(
    source.partenaires.flatMap((partenaire) => partenaire.equipements.map((un) => [un.id, un.habilitations])),
  );
  const copiees = total(equipements, ({ source: id }) => habilitations.get(id) ?? 0);
  return {
    cafs,
    dossiers,
    equipements,
    personnes: planifierPersonnes(source, volumes, dossiers, origine),
    tranches: planifierTranches(source, Math.max(...equipements.map(({ campagnes }) => campagnes))),
    habilitationsPassees: Math.max(0, volumes.habilitations - source.presents.habilitations - copiees),
  };
}

function planifierDossiers(source: Source, volumes: Volumes, cafs: readonly CafNationale[]): Dossier[] {
  const modeles = source.partenaires.filter(({ modele }) => modele !== null);
  const autres = source.partenaires.filter(({ modele }) => modele === null);
  const communes = communesParDepartement();
  const deja = new Map(source.cafs.map(({ id, dernierPartenaire }) => [id, dernierPartenaire]));
  const ouverts = new Set<string>();
  return Array.from({ length: volumes.partenaires - source.presents.partenaires }, (_, indice) => {
    const caf = exiger(cafs[indice % cafs.length]);
    const rang = Math.floor(indice / cafs.length);
    const sansHistoire = (rang + indice) % REGLAGES.sansHistoire === 1;
    const origine = sansHistoire
      ? exiger(autres[Math.floor(indice / REGLAGES.sansHistoire) % autres.length])
      : exiger(modeles[(rang + indice) % modeles.length]);
    const ouvert = !sansHistoire && !ouverts.has(caf.id);
    if (ouvert) ouverts.add(caf.id);
    const { nom, forme, commune } = partenaireDuRang(rang, exiger(communes.get(caf.departement)));
    const { prefixe, chiffres } = numerotation.utilisateur;
    return {
      n: indice + 1,
      source: origine.id,
      modele: !sansHistoire,
      caf: caf.id,
      ouvert,
      siren: sirenFictif(indice + 1, PLAGE_DES_SIREN),
      nom,
      forme,
      prefixe: `${prefixe}${caf.id}${String((deja.get(caf.id) ?? 0) + rang + 1).padStart(chiffres, '0')}`,
      communeCode: commune.code,
      commune: commune.nom,
      codePostal: commune.codesPostaux[0] ?? null,
    };
  });
}

/** What has a full history shares what the others leave, of equipments as of campaigns. */
function planifierEquipements(
  source: Source,
  volumes: Volumes,
  dossiers: readonly Dossier[],
  origine: (dossier: Dossier) => PartenaireSource,
): EquipementPlanifie[] {
  const complets = dossiers.filter(({ modele }) => modele);
  const copies = dossiers.filter(({ modele }) => !modele).flatMap((dossier) => origine(dossier).equipements);
  const parts = repartir(volumes.equipements - source.presents.equipements - copies.length, complets.length);
  const campagnes = repartir(
    volumes.declarations - source.presents.declarations - total(copies, ({ declarations }) => declarations),
    parts.reduce((somme, part) => somme + part, 0),
  );
  const equipements: EquipementPlanifie[] = [];
  let [complet, histoire] = [0, 0];
  for (const dossier of dossiers) {
    const { n, modele, commune } = dossier;
    const { equipements: siens, modele: leModele } = origine(dossier);
    const sources = modele
      ? Array.from({ length: parts[complet++] ?? 0 }, () => exiger(siens.find(({ id }) => id === leModele)))
      : siens;
    for (const [rang, { id, type }] of sources.entries())
      equipements.push({
        m: equipements.length + 1,
        n,
        source: id,
        nom: nomDEquipement(type, n, rang, commune),
        campagnes: modele ? (campagnes[histoire++] ?? 0) : 0,
      });
  }
  return equipements;
}

function planifierPersonnes(
  source: Source,
  volumes: Volumes,
  dossiers: readonly Dossier[],
  origine: (dossier: Dossier) => PartenaireSource,
): Personne[] {
  const copies = total(dossiers, (dossier) => origine(dossier).utilisateurs.length);
  const enPlus = repartir(
    volumes.utilisateurs - source.presents.utilisateurs - copies,
    dossiers.filter(({ modele }) => modele).length,
  );
  const personnes: Personne[] = [];
  let complet = 0;
  for (const dossier of dossiers) {
    const { utilisateurs } = origine(dossier);
    const declarants = utilisateurs.filter(({ administrateur }) => !administrateur);
    const siens = [
      ...utilisateurs.map((utilisateur) => ({ ...utilisateur, i: 0 })),
      ...Array.from({ length: dossier.modele ? (enPlus[complet++] ?? 0) : 0 }, (_, rang) => ({
        ...exiger(declarants[rang % declarants.length]),
        i: rang + 1,
      })),
    ];
    for (const [rang, { id, compte, i, administrateur }] of siens.entries()) {
      const qui = personneDuRang(personnes.length);
      const domaine = `${dossier.prefixe.toLowerCase()}.example`;
      personnes.push({
        n: dossier.n,
        i,
        source: id,
        compte,
        identifiant: `${dossier.prefixe}${String(rang + 1).padStart(3, '0')}`,
        ...qui,
        courriel:
          dossier.ouvert && administrateur
            ? `administrateur@partenaire-${dossier.caf.toLowerCase()}.example`
            : adresse({ prenom: qui.prenom, nom: `${qui.nom}${rang + 1}` }, domaine),
      });
    }
  }
  return personnes;
}

/** The campaigns of the past, latest first, each with a treated declaration of every model. */
function planifierTranches({ campagnes, declarations, partenaires }: Source, longueur: number): Tranche[] {
  return Array.from({ length: longueur }, (_, rang) => {
    const tour = Math.floor(rang / campagnes.length);
    const { exercice: dernier, perennite } = exiger(campagnes[rang % campagnes.length]);
    const exercice = dernier - tour;
    return partenaires.flatMap(({ modele }) => {
      if (modele === null) return [];
      const siennes = declarations.filter(
        (declaration) => declaration.equipement === modele && declaration.perennite === perennite,
      );
      const declaration = exiger(siennes[tour % siennes.length]);
      const { depuis, duree } = declaration;
      const periode = Math.max(0, Math.ceil((depuis - exercice) / duree));
      return {
        rang,
        equipement: modele,
        declaration: declaration.id,
        exercice,
        perennite,
        decalage: declaration.exercice - exercice,
        periode,
        annees: periode * duree,
      };
    });
  }).flat();
}

/** So many equal whole parts, the first ones larger by one. */
function repartir(nombre: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, rang) => Math.floor((nombre + parts - 1 - rang) / parts));
}

const total = <T>(elements: readonly T[], mesure: (element: T) => number): number =>
  elements.reduce((somme, element) => somme + mesure(element), 0);

function exiger<T>(valeur: T | undefined): T {
  if (valeur === undefined) throw new Error('the demonstration lacks what the load is made from');
  return valeur;
}
