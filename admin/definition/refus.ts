import { Utils } from '@mikro-orm/core';
import { cellule, formaterValeur } from '#admin/definition/affichage.ts';
import { instantFr } from '#src/kernel/francais.ts';
import type { ChampFormulaire, Ressource } from '#admin/definition/definition.ts';
import type { ConstatMontre } from '#admin/definition/types/decision.ts';
import type { Conflit, DifferenceDeChamp, Formulaire } from '#admin/definition/types/formulaire.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { RefusParRegle, type Refus } from '#src/kernel/refus.ts';
import { lireDate } from '#src/kernel/saisie/saisie.ts';
import { lireTelephone } from '#src/kernel/saisie/telephone.ts';
import { derniersActes } from '#src/domain/suivi/journal/depuis.ts';
import type { Constat } from '#src/engine/format.ts';
import { lireNombre, nettoyerTexte } from '#src/engine/saisie/index.ts';

/** A finding of the engine as the screens show it. */
export function montrerConstat(constat: Constat): ConstatMontre {
  const { regle, issue, gravite, message, commentCorriger, source, certitude } = constat;
  return { regle, issue, gravite, message, commentCorriger: commentCorriger ?? null, source, certitude };
}

/** The findings that stand in the way, when a rule refused. */
export function constatsMontres(refus: Refus): readonly ConstatMontre[] | undefined {
  return refus instanceof RefusParRegle ? refus.constats.map(montrerConstat) : undefined;
}

/**
 * Same value, however it was written: « 0,80 » and « 0,8 », `31/12/2019` and `2019-12-31`, « +33 2 38… » and
 * « 02 38… ».
 */
function identiques(champ: ChampFormulaire, saisie: unknown, actuelle: unknown): boolean {
  const normale = (valeur: unknown): string => {
    if (valeur === null || valeur === undefined) return '';
    if (Array.isArray(valeur)) return [...valeur].map(String).sort().join('\n');
    const texte = String(valeur).trim();
    if (champ.genre === 'date') return lireDate(texte) ?? texte;
    if (champ.genre === 'etp' || champ.genre === 'decimal' || champ.genre === 'euro') {
      const lu = lireNombre(texte, champ.genre === 'euro' ? 'euro' : 'decimal');
      return 'valeur' in lu ? lu.valeur : texte;
    }
    if (champ.genre === 'telephone') {
      const lu = lireTelephone(texte);
      return 'numero' in lu ? lu.numero : texte;
    }
    return nettoyerTexte(texte);
  };
  return normale(saisie) === normale(actuelle);
}

const estVide = (texte: string): string => (texte === '' ? '(vide)' : texte);

/** A form as it would open now, and what was sent from the one opened before. */
interface Perime {
  readonly ressource: Ressource;
  readonly id: string;
  readonly champs: readonly ChampFormulaire[];
  /** Absent when the record is gone. */
  readonly actuel?: Pick<Formulaire, 'valeurs' | 'libelles'>;
  readonly envoye: Readonly<Record<string, unknown>>;
  /** The act is no longer possible. */
  readonly ferme: boolean;
}

/** Whether a form was filled from another version than the one recorded now. */
export const estPerime = (
  envoye: Readonly<Record<string, unknown>> | undefined,
  { valeurs }: Pick<Formulaire, 'valeurs'>,
): boolean =>
  envoye?.['version'] !== undefined &&
  valeurs['version'] !== undefined &&
  String(envoye['version']) !== valeurs['version'];

/** Who did what under a stale form, and what differs, field by field. */
export async function conflitDe(
  unite: UniteDeLecture,
  { ressource, id, champs, actuel, envoye, ferme }: Perime,
): Promise<Conflit> {
  const fuseau = 'fuseauHoraire' in unite.acteur ? unite.acteur.fuseauHoraire : 'Europe/Paris';
  const version = Number(actuel?.valeurs['version']);
  const actes = await derniersActes(
    unite,
    { entite: Utils.className(ressource.entite), id },
    actuel ? version - Number(envoye['version']) : 1,
  );
  const quand = (le: Date): string => instantFr(le.toISOString(), fuseau);
  const montrer = (champ: ChampFormulaire, valeur: unknown): string => {
    if (champ.genre === 'reference' && typeof valeur === 'string')
      return actuel?.libelles?.[champ.nom] && valeur === actuel.valeurs[champ.nom]
        ? (actuel.libelles[champ.nom] ?? valeur)
        : valeur;
    const { libelle, valeur: montree } = cellule(
      { ...champ, genre: champ.genre as Exclude<typeof champ.genre, 'cache'> },
      { [champ.nom]: valeur },
      {},
    );
    return libelle ?? formaterValeur(champ.genre as Exclude<typeof champ.genre, 'cache'>, montree, fuseau);
  };
  const differences = champs.flatMap((champ): DifferenceDeChamp[] => {
    const { nom, libelle, genre, section } = champ;
    if (
      !actuel ||
      genre === 'cache' ||
      !(nom in envoye) ||
      identiques(champ, envoye[nom], actuel.valeurs[nom])
    )
      return [];
    const acte = actes.find((un) => un.champs.includes(nom));
    return [
      {
        nom,
        libelle:
          section === undefined || champs.filter((autre) => autre.libelle === libelle).length === 1
            ? libelle
            : `${section} : ${libelle}`,
        saisie: estVide(montrer(champ, envoye[nom])),
        actuelle: estVide(montrer(champ, actuel.valeurs[nom])),
        valeur: actuel.valeurs[nom] ?? '',
        ...(acte ? { par: `${acte.par}, le ${quand(acte.le)}` } : {}),
      },
    ];
  });
  return {
    version: actuel && !ferme ? version : null,
    actes: actes.map(({ quoi, par, le, motif }) => ({ quoi, par, quand: quand(le), motif })),
    differences,
  };
}
