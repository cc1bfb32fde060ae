/** What is wrong with one line of a chain, by itself and beside the line before it. */
import { empreinteDeLigne, engagementDe, type LigneLue } from './empreinte.ts';
import { seal, type Defaut } from '#src/kernel/journal/damages.ts';
import { estVolumineux } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';

/** A personal value, kept beside its line. */
export interface ValeurLue {
  readonly journal_id: string;
  readonly champ: string;
  readonly cote: 'avant' | 'apres';
  readonly valeur: string | null;
  readonly sel: string | null;
}

/** Where a line stands among those read before it. */
export interface Place {
  /** Its rank was read already. */
  readonly double: boolean;
  /** Hash the former line bears; null after lines that are not there. */
  readonly suivie: string | null;
}

/** One line, read again. */
export interface LigneExaminee {
  readonly defauts: Defaut[];
  /** What it says is what its hash was made of. */
  readonly intacte: boolean;
  /** Hash of all that was found at its place. */
  sceau(): string;
}

/** Judges a line by its own hash, its link by the hash the former line bears, its values by its commitments. */
export function examinerLigne(
  { empreinte, ...ligne }: LigneLue,
  valeurs: readonly ValeurLue[],
  { double, suivie }: Place,
): LigneExaminee {
  const { id, rang, precedente } = ligne;
  const calculee = calculer(ligne);
  const rompu = !double && suivie !== null && precedente !== suivie;
  const intacte = calculee === empreinte;
  const defauts: Defaut[] = [];
  if (double)
    defauts.push({
      nature: 'double',
      phrase: `la ligne de rang ${rang} est en double.`,
      trouvee: empreinte,
      attendue: null,
    });
  if (rompu)
    defauts.push({
      nature: 'lien',
      phrase: `la ligne de rang ${rang} ne suit pas la précédente : une ligne a été insérée, retirée ou déplacée, ou l’empreinte de la précédente changée.`,
      trouvee: precedente,
      attendue: suivie,
    });
  if (!intacte)
    defauts.push({
      nature: 'contenu',
      phrase: `la ligne de rang ${rang} a été modifiée.`,
      trouvee: calculee,
      attendue: empreinte,
    });
  const desValeurs = defautsDesValeurs(ligne, valeurs);
  return {
    defauts: [...defauts, ...desValeurs],
    intacte,
    sceau: () =>
      seal({
        id,
        rang,
        inscrite: empreinte,
        calculee,
        precedente,
        suivie: rompu ? suivie : null,
        double,
        valeurs: desValeurs.map(({ trouvee, attendue }) => [trouvee, attendue]),
      }),
  };
}

/** The hash of what a line says; of what says nothing of ours, none. */
function calculer(ligne: Omit<LigneLue, 'empreinte'>): string | null {
  try {
    return empreinteDeLigne(ligne);
  } catch {
    return null;
  }
}

const estObjet = (valeur: unknown): valeur is Readonly<Record<string, unknown>> =>
  typeof valeur === 'object' && valeur !== null;

/** Each commitment has its value, or the place of an erased one; each value has its commitment. */
function defautsDesValeurs(
  { rang, entite, changements }: Pick<Journal, 'rang' | 'entite'> & { readonly changements: unknown },
  valeurs: readonly ValeurLue[],
): Defaut[] {
  const attendues = new Map<string, string>();
  // A line that was tampered with may hold anything.
  for (const [champ, changement] of Object.entries(estObjet(changements) ? changements : {})) {
    const { engagementAvant, engagementApres } = estObjet(changement) ? changement : {};
    if (typeof engagementAvant === 'string') attendues.set(`${champ} avant`, engagementAvant);
    if (typeof engagementApres === 'string') attendues.set(`${champ} apres`, engagementApres);
  }
  const defauts: Defaut[] = [];
  const noter = (phrase: string, trouvee: string | null, attendue: string | null) =>
    defauts.push({ nature: 'valeur', phrase, trouvee, attendue });
  for (const { champ, cote, valeur, sel } of [...valeurs].sort((a, b) =>
    `${a.champ} ${a.cote}` < `${b.champ} ${b.cote}` ? -1 : 1,
  )) {
    const cle = `${champ} ${cote}`;
    const engagement = attendues.get(cle);
    attendues.delete(cle);
    const trouvee = valeur === null ? null : engagementDe(sel ?? '', valeur);
    if (engagement === undefined)
      noter(
        `une valeur personnelle du champ « ${champ} » a été ajoutée à la ligne de rang ${rang}.`,
        trouvee,
        null,
      );
    else if (valeur !== null && trouvee !== engagement)
      noter(
        `la valeur personnelle du champ « ${champ} » de la ligne de rang ${rang} a été modifiée.`,
        trouvee,
        engagement,
      );
  }
  for (const [cle, engagement] of attendues) {
    const champ = cle.slice(0, cle.lastIndexOf(' '));
    // A long text is kept by its hash alone: it has no value of its own.
    if (!estVolumineux(entite, champ))
      noter(
        `la valeur personnelle du champ « ${champ} » de la ligne de rang ${rang} a disparu sans effacement.`,
        null,
        engagement,
      );
  }
  return defauts;
}
