import type { Controle } from '#src/domain/declaration/chaine/resultats.ts';
import { Etiquette, type TonEtiquette } from '#src/portal/composants/index.ts';
import { compter } from '#src/kernel/francais.ts';

const TONS: Readonly<Record<Controle['gravite'], TonEtiquette>> = {
  bloquant: 'erreur',
  avertissement: 'attente',
  information: 'information',
};
/** How serious a finding is, in words. */
export const NOMS: Readonly<Record<Controle['gravite'], string>> = {
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
