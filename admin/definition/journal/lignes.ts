import { champDuJour, duJour } from '#admin/definition/definition.ts';
import type { Catalogue } from '#admin/definition/lecture.ts';
import { lireParIds, peutLire } from '#admin/definition/lecture.ts';
import type { ChangementMontre, LigneMontree } from '#admin/definition/journal/types.ts';
import { auteurSelonSesRoles, nomsDesComptes } from '#admin/definition/journal/auteurs.ts';
import { Vocabulaire } from '#admin/definition/journal/vocabulaire.ts';
import { direValeur, VIDE, type NatureDeChamp, type Reperes } from '#admin/definition/journal/valeurs.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { champsPermis } from '#src/kernel/droits/droits.ts';
import { direActe } from '#src/kernel/journal/actes.ts';
import { classementDe } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Changement, Journal } from '#src/kernel/journal/journal.ts';

/** What a line is told from. */
export type LigneLue = Pick<
  Journal,
  'id' | 'entite' | 'commande' | 'genre' | 'motif' | 'acteurId' | 'acteurRole' | 'changements'
> & { readonly le: Date };

/** Fields that say nothing to a reader: the record is at hand. */
const TUS = new Set(['id', 'version']);

/** Fields whose values are accounts, by another name than their column. */
const COMPTES = new Set(['compte', 'seul']);

/**
 * Lines of the journal in words, limited to the fields the reader's rights let him read. Names and titles
 * come by one query a kind.
 */
export async function montrerLignes(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  lignes: readonly LigneLue[],
): Promise<LigneMontree[]> {
  const vocabulaire = new Vocabulaire(catalogue.values());
  const lecteur = new Lecteur(unite, vocabulaire);
  const parLigne = lignes.map((ligne) => lecteur.champsDe(ligne));
  const reperes = await chercherReperes(unite, catalogue, lignes, parLigne.flat());
  return lignes.map(({ id, le, commande, genre, motif, acteurId, acteurRole }, rang) => ({
    id,
    le: le.toISOString(),
    quoi: direActe(commande, genre),
    motif: motif ?? null,
    creation: genre === 'creation',
    par: (acteurId ? reperes.compte(acteurId) : undefined) ?? auteurSelonSesRoles(acteurRole),
    changements: (parLigne[rang] ?? []).flatMap((champ) => direChamp(champ, reperes)),
  }));
}

/** What one line changed of one field: its leaves, and what the field is. */
interface ChampChange {
  readonly libelle: string;
  readonly nature: NatureDeChamp;
  readonly tu: 'secret' | 'personnel' | 'long' | null;
  readonly feuilles: readonly { readonly chemin: string; readonly changement: Changement }[];
}

class Lecteur {
  constructor(
    private readonly unite: UniteDeLecture,
    private readonly vocabulaire: Vocabulaire,
  ) {}

  champsDe({ entite, changements }: LigneLue): ChampChange[] {
    const parChamp = new Map<string, { chemin: string; changement: Changement }[]>();
    for (const [chemin, changement] of Object.entries(changements)) {
      const champ = chemin.split('.')[0] ?? chemin;
      if (TUS.has(champ) || !this.permis(entite, champ)) continue;
      parChamp.set(champ, [...(parChamp.get(champ) ?? []), { chemin, changement }]);
    }
    return [...parChamp].map(([champ, feuilles]) => ({
      libelle: this.vocabulaire.libelleDuChamp(entite, champ) ?? 'Autre valeur',
      nature: this.nature(entite, champ),
      feuilles,
      tu: silence(entite, champ, feuilles[0]?.changement),
    }));
  }

  private permis(entite: string, champ: string): boolean {
    const ressource = this.vocabulaire.ressourceDe(entite);
    // What no screen shows as a record is told to whoever may read the journal itself.
    if (!ressource) return true;
    const permis = champsPermis(this.unite.acteur, ressource.droit, 'lire');
    return permis === 'tous' || permis.has(champ);
  }

  private nature(entite: string, nom: string): NatureDeChamp {
    const declare = this.vocabulaire.champ(entite, nom);
    const champ = declare && champDuJour(declare, duJour(this.unite));
    if (classementDe(entite, nom) === 'compte' || COMPTES.has(nom)) return { champ, compte: true };
    if (champ?.genre === 'reference' && champ.ressource) return { champ, ressource: champ.ressource };
    const cible = this.cible(entite, nom);
    return { champ, ...(cible === undefined ? {} : { ressource: cible }) };
  }

  /** Resource that shows the entity a column refers to. */
  private cible(entite: string, nom: string): string | undefined {
    const metadonnees = this.unite.em.getMetadata();
    if (!metadonnees.has(entite)) return undefined;
    const propriete = (
      metadonnees.get(entite).properties as Readonly<
        Record<string, { readonly kind: string; readonly type: string }>
      >
    )[nom];
    return propriete?.kind === 'm:1' || propriete?.kind === '1:1'
      ? this.vocabulaire.ressourceDe(propriete.type)?.id
      : undefined;
  }
}

function silence(entite: string, champ: string, premier: Changement | undefined): ChampChange['tu'] {
  if (classementDe(entite, champ) === 'secret') return 'secret';
  if (premier === undefined || !('engagementAvant' in premier || 'engagementApres' in premier))
    return premier && Object.keys(premier).length === 0 ? 'personnel' : null;
  return classementDe(entite, champ) === undefined ? 'long' : 'personnel';
}

const DIT = {
  secret: 'non montré',
  personnel: 'valeur personnelle, non montrée',
  long: 'texte gardé par son empreinte',
} as const;

interface Cotes {
  readonly avant?: unknown;
  readonly apres?: unknown;
}

function direChamp({ libelle, nature, tu, feuilles }: ChampChange, reperes: Reperes): ChangementMontre[] {
  const [premiere] = feuilles;
  if (!premiere) return [];
  if (tu !== null) return direTu(libelle, tu, feuilles);
  const valeurs = feuilles.map(({ changement }) => changement as Cotes);
  if (feuilles.length === 1 && !premiere.chemin.includes('.')) {
    const avant = direValeur(valeurs[0]?.avant, nature, reperes);
    const apres = direValeur(valeurs[0]?.apres, nature, reperes);
    return avant === VIDE && apres === VIDE ? [] : [{ champ: libelle, avant, apres }];
  }
  const simples = valeurs.every(({ avant, apres }) => !estObjet(avant) && !estObjet(apres));
  // A list changes place by place: told as what left and what came.
  if (simples && feuilles.every(({ chemin }) => /^[^.]+\.\d+$/.test(chemin))) {
    const cote = (nom: keyof Cotes): string =>
      direValeur(
        valeurs.map((valeur) => valeur[nom]).filter((une) => une !== null && une !== undefined),
        nature,
        reperes,
      );
    return [{ champ: libelle, avant: cote('avant'), apres: cote('apres') }];
  }
  return [{ champ: libelle, avant: '', apres: `${feuilles.length} valeur(s) changée(s)` }];
}

/** A value the journal does not keep, or not for this reader: that it changed, not what it is. */
function direTu(
  libelle: string,
  tu: NonNullable<ChampChange['tu']>,
  feuilles: ChampChange['feuilles'],
): ChangementMontre[] {
  const cotes = feuilles.map(
    ({ changement }) =>
      changement as Cotes & { readonly engagementAvant?: string; readonly engagementApres?: string },
  );
  const avant = cotes.some((un) => un.engagementAvant ?? un.avant);
  const apres = cotes.some((un) => un.engagementApres ?? un.apres);
  if (!avant && !apres) return [];
  return [{ champ: libelle, avant: avant || tu === 'long' ? DIT[tu] : VIDE, apres: apres ? DIT[tu] : VIDE }];
}

const estObjet = (valeur: unknown): boolean => typeof valeur === 'object' && valeur !== null;

/** Names of accounts and titles of records that the lines speak of. */
async function chercherReperes(
  unite: UniteDeLecture,
  catalogue: Catalogue,
  lignes: readonly LigneLue[],
  champs: readonly ChampChange[],
): Promise<Reperes> {
  const comptes = new Set(lignes.flatMap(({ acteurId }) => acteurId ?? []));
  const parRessource = new Map<string, Set<string>>();
  for (const {
    nature: { compte, ressource },
    feuilles,
  } of champs) {
    const valeurs = feuilles
      .flatMap(({ changement }) => Object.values(changement))
      .flat()
      .filter((une): une is string => typeof une === 'string');
    for (const valeur of valeurs) {
      if (compte) comptes.add(valeur);
      else if (ressource !== undefined)
        parRessource.set(ressource, (parRessource.get(ressource) ?? new Set()).add(valeur));
    }
  }
  const noms = await nomsDesComptes(unite, comptes);
  const titres = new Map<string, string>();
  for (const [id, ids] of parRessource) {
    const cible = catalogue.get(id);
    if (!cible || !peutLire(unite.acteur, cible)) continue;
    for (const fiche of await lireParIds(unite, cible, [...ids], new Set()))
      titres.set(`${id}/${fiche.id}`, fiche.titre);
  }
  const fuseau = 'fuseauHoraire' in unite.acteur ? unite.acteur.fuseauHoraire : 'Europe/Paris';
  return { fuseau, compte: (id) => noms.get(id), titre: (ressource, id) => titres.get(`${ressource}/${id}`) };
}
