import { useEffect, useState } from 'react';
import { ecran, type CalculVu, type Proposition } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';

const ATTENTE_MS = 300;

/** What the engine decides of the case being typed, asked again a moment after each change. */
export function useProposition(
  jeu: string,
  document: Document,
  cas: Readonly<Record<string, string>>,
): Proposition | undefined {
  const [proposition, setProposition] = useState<Proposition>();
  const cle = JSON.stringify(cas);
  useEffect(() => {
    const abandon = new AbortController();
    const minuteur = setTimeout(() => {
      void ecran
        .poster('proposer', { genre: 'regles', jeu, texte: document.texte, ...cas }, abandon.signal)
        .then(({ resultat }) => {
          if (!abandon.signal.aborted) setProposition(resultat);
        });
    }, ATTENTE_MS);
    return () => {
      clearTimeout(minuteur);
      abandon.abort();
    };
  }, [cle, document.texte]);
  return proposition;
}

/** What the engine decides, in a sentence: the analyst compares, nothing is ticked for him. */
export function DecisionDuMoteur({ proposition }: { proposition: Proposition | undefined }) {
  if (!proposition)
    return (
      <p className="discret" role="status">
        Le moteur juge ce cas…
      </p>
    );
  const { refus, etat, regles, issues } = proposition;
  if (refus !== null)
    return (
      <p className="discret" role="status">
        Le moteur ne peut pas encore juger : {refus}
      </p>
    );
  return (
    <p className="discret" role="status">
      Le moteur donne :{' '}
      {etat === 'faits-manquants'
        ? 'informations manquantes'
        : `${issues.join(', ')}${regles.length > 0 ? ` (${regles.join(', ')})` : ''}`}
      .
    </p>
  );
}

type Saisies = Readonly<Record<string, string>>;

/** The numbers a scenario expects, each beside what the engine computes; one is taken only by a click. */
export function CalculsAttendus({
  proposes,
  attendus,
  changer,
  erreur,
}: {
  proposes: readonly CalculVu[];
  attendus: Saisies;
  changer: (attendus: Saisies) => void;
  erreur: (champ: string) => string | undefined;
}) {
  if (proposes.length === 0) return null;
  const reprendre = (calculs: readonly CalculVu[]) =>
    changer({ ...attendus, ...Object.fromEntries(calculs.map(({ nom, propose }) => [nom, propose])) });
  return (
    <fieldset className="calculs-attendus">
      <legend>Calculs attendus</legend>
      <p className="discret">Un champ vide n’attend rien.</p>
      {proposes.map((calcul) => {
        const { nom, libelle, unite, obtenu, propose } = calcul;
        const saisi = attendus[nom] ?? '';
        const faute = erreur(`calculs.${nom}`);
        return (
          <div key={nom}>
            <label>
              {libelle}
              {unite && ` (${unite})`}
              <input
                type="text"
                autoComplete="off"
                value={saisi}
                aria-invalid={faute ? true : undefined}
                onChange={({ target }) => changer({ ...attendus, [nom]: target.value })}
              />
            </label>
            {faute && <span className="champ-erreur">{faute}</span>}
            <span className="discret">
              Moteur : {obtenu ?? 'non calculé'}
              {obtenu !== null && saisi !== propose && (
                <>
                  {' '}
                  <button type="button" className="lien" onClick={() => reprendre([calcul])}>
                    Reprendre<span className="lecteur"> le calcul du moteur pour « {libelle} »</span>
                  </button>
                </>
              )}
            </span>
          </div>
        );
      })}
      {proposes.some(({ nom, obtenu, propose }) => obtenu !== null && (attendus[nom] ?? '') !== propose) && (
        <button
          type="button"
          className="bouton"
          onClick={() => reprendre(proposes.filter(({ obtenu }) => obtenu !== null))}
        >
          Reprendre les calculs du moteur
        </button>
      )}
    </fieldset>
  );
}

/** The numbers a line of the grid expects; where the engine gives another, both. */
export function CalculsLus({ calculs }: { calculs: readonly CalculVu[] }) {
  const attendus = calculs.filter(({ attendu }) => attendu !== null);
  if (attendus.length === 0) return null;
  return (
    <ul className="calculs-lus">
      {attendus.map(({ nom, libelle, attendu, obtenu, conforme }) => (
        <li key={nom} className={conforme ? undefined : 'champ-erreur'}>
          {libelle} : {attendu}
          {!conforme && ` (moteur : ${obtenu ?? 'non calculé'})`}
        </li>
      ))}
    </ul>
  );
}
