import { cellule, formaterValeur } from '#admin/affichage.ts';
import { chargerEntite, enDonnees } from '#admin/adapter/lecture.ts';
import type { ChampFormulaire, Ressource } from '#admin/adapter/definition.ts';
import type { Conflit, ConstatMontre } from '#admin/contrats.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { RefusParRegle, VersionPerimee, type Refus } from '#src/domain/commun/refus.ts';
import { lireDate, lireDecimal } from '#src/domain/commun/saisie.ts';
import type { Constat } from '#src/engine/format.ts';

/** A finding of the engine as the screens show it. */
export function montrerConstat(constat: Constat): ConstatMontre {
  const { regle, issue, gravite, message, commentCorriger, source, certitude } = constat;
  return { regle, issue, gravite, message, commentCorriger: commentCorriger ?? null, source, certitude };
}

/** The findings that stand in the way, when a rule refused. */
export function constatsMontres(refus: Refus): readonly ConstatMontre[] | undefined {
  return refus instanceof RefusParRegle ? refus.constats.map(montrerConstat) : undefined;
}

/** Same value, however it was written: « 0,80 » and `0.8`, `31/12/2019` and `2019-12-31`. */
function identiques(champ: ChampFormulaire, saisie: unknown, actuelle: unknown): boolean {
  const normale = (valeur: unknown): string => {
    if (valeur === null || valeur === undefined) return '';
    if (Array.isArray(valeur)) return [...valeur].map(String).sort().join('\n');
    const texte = String(valeur).trim();
    if (champ.genre === 'date') return lireDate(texte) ?? texte;
    if (champ.genre === 'etp' || champ.genre === 'decimal' || champ.genre === 'euro') return lireDecimal(texte) ?? texte;
    return texte;
  };
  return normale(saisie) === normale(actuelle);
}

/** What changed under a stale form, field by field; undefined for any other refusal. */
export async function conflitDe(
  refus: Refus, unite: UniteDeLecture, ressource: Ressource, id: string, champs: readonly ChampFormulaire[], saisies: Readonly<Record<string, unknown>>,
): Promise<Conflit | undefined> {
  if (!(refus instanceof VersionPerimee)) return undefined;
  const entite = await chargerEntite(unite, ressource, id);
  if (!entite) return undefined;
  const actuelles = enDonnees(entite);
  const fuseau = 'fuseauHoraire' in unite.acteur ? unite.acteur.fuseauHoraire : 'Europe/Paris';
  const montrer = (champ: ChampFormulaire, valeur: unknown): string => {
    if (champ.genre === 'cache') return '';
    const { libelle, valeur: montree } = cellule({ ...champ, genre: champ.genre }, { [champ.nom]: valeur }, {});
    return libelle ?? formaterValeur(champ.genre, montree, fuseau);
  };
  const differences = champs
    .filter((champ) => champ.genre !== 'cache' && champ.nom in actuelles && !identiques(champ, saisies[champ.nom], actuelles[champ.nom]))
    .map((champ) => ({ libelle: champ.libelle, saisie: montrer(champ, saisies[champ.nom]), actuelle: montrer(champ, actuelles[champ.nom]) }));
  return { version: Number(actuelles['version']), differences };
}
