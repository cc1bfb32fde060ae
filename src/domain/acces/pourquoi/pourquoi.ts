import type { z } from 'zod';
import type { Commande, UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite, EtatIncompatible, DejaPris, Refus, RefusParRegle } from '#src/kernel/refus.ts';
import { DroitRequis, exigerDroit, titulaires } from '#src/kernel/droits/droits.ts';
import { attenteDe, titulairesDe, type Titulaires } from '#src/domain/acces/pourquoi/ports.ts';
import type { Constat } from '#src/engine/format.ts';
import type { FichierClos } from '#src/engine/index.ts';

/** A rule a closed act rests on. */
export type Fondement =
  /** A line of the rights table: the roles it admits, and its name there. */
  | { readonly genre: 'droit'; readonly texte: string; readonly ligne: string }
  /** A rule written in the application: delegation, two different persons… */
  | { readonly genre: 'principe'; readonly texte: string }
  /** The state of the record. */
  | { readonly genre: 'etat'; readonly texte: string }
  /** A rule of a published rule file, and what it found. */
  | {
      readonly genre: 'regle';
      readonly titre: string;
      readonly fichier: string;
      readonly version: string;
      readonly regle: string;
      readonly source: string;
      readonly constat: string;
    };

/** Why an act is closed. */
export interface RefusExplique {
  /** The command's own sentence. */
  readonly raison: string;
  readonly fondements: readonly Fondement[];
  /** Who can lift it. */
  readonly remedy: Titulaires & { readonly comment: string | null };
}

/** What the reader sees of the record beside the act. */
export interface Vu {
  /** The state as the page shows it: « Accordée ». */
  readonly etat?: string;
}

/**
 * « Pourquoi ? » beside a closed act.
 *
 * An act is shown on a page, open or closed, when it bears on what the page shows, belongs to the reader's
 * space (some role of a
 * partner's user in the portal, of an agent or an analyst in the back-office), and the record could still
 * need it. Absent: the acts of
 * the other space; of a pair of opposite acts, the one already done (« lever la suspension » of what is not
 * suspended); acts on rows
 * that are over and listed as history only.
 *
 * The reason is the refusal of the command itself: its right, then its condition on this very record. Nothing
 * is decided here.
 */
export async function refusPrevu<Fiche extends object>(
  unite: UniteDeLecture,
  commande: Pick<Commande<z.ZodType, unknown, Fiche>, 'droit' | 'condition'>,
  fiche?: Fiche,
): Promise<Refus | null> {
  try {
    exigerDroit(unite.acteur, commande.droit);
    if (fiche !== undefined) await commande.condition?.(unite, fiche);
    return null;
  } catch (erreur) {
    if (erreur instanceof Refus) return erreur;
    throw erreur;
  }
}

/** Why an act is closed on a record; null when the command would take it up. */
export async function pourquoi<Fiche extends object>(
  unite: UniteDeLecture,
  commande: Pick<Commande<z.ZodType, unknown, Fiche>, 'droit' | 'condition'>,
  fiche?: Fiche,
  vu: Vu = {},
): Promise<RefusExplique | null> {
  const refus = await refusPrevu(unite, commande, fiche);
  return refus && expliquer(unite, refus, vu);
}

/** A refusal in full: the rule, where it comes from, who can lift it. */
export async function expliquer(unite: UniteDeLecture, refus: Refus, vu: Vu = {}): Promise<RefusExplique> {
  const { qui, comment = null } = refus.remedy ?? { qui: { genre: 'vous' } as const };
  const attente = await attenteDe(unite, qui);
  const remedy =
    attente === null
      ? { ...(await titulairesDe(unite, qui)), comment }
      : { ...(await titulairesDe(unite, { genre: 'caf' })), comment: attente };
  return { raison: refus.message, fondements: fondementsDe(unite, refus, vu), remedy };
}

function fondementsDe({ registre }: UniteDeLecture, refus: Refus, { etat }: Vu): readonly Fondement[] {
  if (refus instanceof DroitRequis)
    return [
      {
        genre: 'droit',
        texte: `Table des droits : réservé à ${titulaires(refus.droit)}.`,
        ligne: refus.droit.join(' · '),
      },
    ];
  if (refus instanceof RefusParRegle)
    return refus.origines.flatMap(({ empreinte, constats }) =>
      constats.flatMap((constat) => regleDe(registre.reglesParEmpreinte(empreinte), constat)),
    );
  const principe: readonly Fondement[] =
    refus.principe === undefined ? [] : [{ genre: 'principe', texte: refus.principe }];
  const deLEtat =
    refus instanceof EtatIncompatible ||
    refus instanceof DejaPris ||
    (principe.length === 0 && !(refus instanceof ActionInterdite));
  return deLEtat
    ? [
        ...principe,
        {
          genre: 'etat',
          texte:
            etat === undefined ? 'L’état actuel de la fiche.' : `L’état actuel de la fiche : « ${etat} ».`,
        },
      ]
    : principe;
}

function regleDe(
  fichier: Pick<FichierClos, 'id' | 'version' | 'titre'> | null,
  { regle, source, message, commentCorriger }: Constat,
): readonly Fondement[] {
  return fichier
    ? [
        {
          genre: 'regle',
          titre: fichier.titre,
          fichier: fichier.id,
          version: fichier.version,
          regle,
          source,
          constat: `${message} ${commentCorriger}`.trim(),
        },
      ]
    : [];
}
