import type { Controle } from '#src/domain/declaration/chaine/resultats.ts';
import type { ErreurDeChamp, SaisieLue } from '#src/domain/formulaire/saisie/lire.ts';
import { Etiquette, type TonEtiquette } from '#src/portal/composants/index.ts';
import { compter } from '#src/kernel/francais.ts';

const TONS: Readonly<Record<Controle['gravite'], TonEtiquette>> = {
  bloquant: 'erreur',
  avertissement: 'attente',
  information: 'information',
};
const NOMS: Readonly<Record<Controle['gravite'], string>> = {
  bloquant: 'Bloquant',
  avertissement: 'À vérifier',
  information: 'Information',
};
const CERTITUDES: Readonly<Record<string, string>> = {
  interpretation: 'Règle interprétée : le texte ne la donne pas telle quelle.',
  'silence-de-la-source': 'Le texte ne tranche pas ce point.',
  fictif: 'Valeur fictive.',
};
const ORDRE: readonly Controle['gravite'][] = ['bloquant', 'avertissement', 'information'];

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

type PropsControles = Readonly<{
  controles: readonly Controle[];
  manquants: readonly { readonly champ: string | null; readonly message: string }[];
  lien: (champ: string) => string | null /** Once it is with the Caf, there is nothing left to correct. */;
  corrigeable: boolean;
}>;

/**
 * Every finding with what is wrong, how to correct it and where the rule comes from; then what is left to
 * fill in.
 */
export function ListeDeControles({ controles, manquants, lien, corrigeable }: PropsControles) {
  const tries = [...controles].sort((a, b) => ORDRE.indexOf(a.gravite) - ORDRE.indexOf(b.gravite));
  if (tries.length === 0 && manquants.length === 0) return <p className="discret">Aucun point à signaler.</p>;
  return (
    <>
      {tries.length > 0 && (
        <ul className="controles">
          {tries.map((controle) => (
            <li
              key={`${controle.etape}-${controle.titre}-${controle.regle}-${controle.message}`}
              className="controle"
            >
              <p className="controle__entete">
                <Etiquette ton={TONS[controle.gravite]}>{NOMS[controle.gravite]}</Etiquette>{' '}
                <span className="discret petit">{controle.titre}</span>
              </p>
              <p className="controle__quoi">{liee(controle.message, controle.champs[0], lien)}</p>
              {corrigeable && controle.commentCorriger !== '' && (
                <p className="controle__corriger">{controle.commentCorriger}</p>
              )}
              {controle.explication?.texte && (
                <p className="controle__explication">Explication : « {controle.explication.texte} »</p>
              )}
              {controle.source && (
                <details className="controle__source">
                  <summary>Source</summary>
                  <p>
                    {controle.source}. {CERTITUDES[controle.certitude ?? ''] ?? ''}
                  </p>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
      {manquants.length > 0 && (
        <details className="depliable">
          <summary>{compter(manquants.length, 'champ à remplir', 'champs à remplir')}</summary>
          <ul className="a-remplir">
            {manquants.map(({ champ, message }) => (
              <li key={`${champ}-${message}`}>{liee(message, champ ?? undefined, lien)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function liee(texte: string, champ: string | undefined, lien: (champ: string) => string | null) {
  const adresse = champ === undefined ? null : lien(champ);
  return adresse === null ? texte : <a href={adresse}>{texte}</a>;
}
