import type { Controle } from '#src/domain/declaration/chaine/resultats.ts';
import type { ErreurDeChamp, SaisieLue } from '#src/domain/formulaire/saisie/lire.ts';
import { NOMS } from '#src/portal/declarations/controles.tsx';

/** What there is to say of one field. */
export interface RetourDeChamp {
  /** What was understood of its text, where it may mean several things. */
  readonly compris: string | null;
  /** That its value was taken over from another declaration and is to be checked. */
  readonly marque: string | null;
  readonly erreurs: readonly ErreurDeChamp[];
  readonly controles: readonly Controle[];
}

/**
 * What stands beside one field: what was understood of it, what is wrong with it, then what the rules say of
 * it. Phrasing content only: it goes into the field's hint.
 */
export function RetoursDeChamp({ compris, marque, erreurs, controles }: RetourDeChamp) {
  return (
    <>
      {marque !== null && <span className="retour retour--reprise">{marque}</span>}
      {compris !== null && <span className="retour retour--compris">Compris : {compris}</span>}
      {erreurs.map(({ message }) => (
        <span key={message} className="retour retour--bloquant">
          <strong>Erreur : </strong>
          {message}
        </span>
      ))}
      {controles.map((controle) => (
        <span key={`${controle.regle}-${controle.message}`} className={`retour retour--${controle.gravite}`}>
          <strong>{NOMS[controle.gravite]} : </strong>
          {[controle.message, controle.commentCorriger].filter(Boolean).join(' ')}
        </span>
      ))}
    </>
  );
}

/**
 * The fields which have something to say, each with its messages. A finding stands at the first field it
 * points at.
 */
export function retoursParChamp(
  controles: readonly Controle[],
  { erreurs, compris }: Pick<SaisieLue, 'erreurs' | 'compris'>,
  marques: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, RetourDeChamp> {
  const retours = new Map<string, RetourDeChamp & { erreurs: ErreurDeChamp[]; controles: Controle[] }>();
  const chez = (champ: string) => {
    const trouves = retours.get(champ) ?? {
      compris: compris[champ] ?? null,
      marque: marques.get(champ) ?? null,
      erreurs: [],
      controles: [],
    };
    retours.set(champ, trouves);
    return trouves;
  };
  for (const champ of [...marques.keys(), ...Object.keys(compris)]) chez(champ);
  for (const erreur of erreurs) chez(erreur.champ).erreurs.push(erreur);
  for (const controle of controles)
    if (controle.champs[0] !== undefined) chez(controle.champs[0]).controles.push(controle);
  return retours;
}

/** The same, with errors known from elsewhere; what is already said of a field is not said twice. */
export function ajouterErreurs(
  retours: ReturnType<typeof retoursParChamp>,
  erreurs: readonly ErreurDeChamp[],
): ReturnType<typeof retoursParChamp> {
  const complets = new Map(retours);
  for (const erreur of erreurs) {
    const connu = complets.get(erreur.champ) ?? { compris: null, marque: null, erreurs: [], controles: [] };
    if (!connu.erreurs.some(({ message }) => message === erreur.message))
      complets.set(erreur.champ, { ...connu, erreurs: [...connu.erreurs, erreur] });
  }
  return complets;
}
