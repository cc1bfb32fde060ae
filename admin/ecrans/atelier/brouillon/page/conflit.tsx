import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { lignesDifferentes } from '#admin/ecrans/atelier/brouillon/page/lignes.ts';

/** A stale save: what somebody else (or another window) saved meanwhile, line by line, and the way out. */
export function Conflit({
  document: { conflit, enregistreAvant, prendreLeLeur, garderLeMien },
}: {
  document: Document;
}) {
  if (!conflit) return null;
  const { retirees, ajoutees } = lignesDifferentes(enregistreAvant, conflit.texte);
  return (
    <section className="carte carte--attention" aria-label="Modifié entre-temps">
      <h2>Modifié entre-temps</h2>
      <p>
        Ce brouillon a été enregistré depuis une autre fenêtre. Voici ce qui y a changé ; votre saisie est
        toujours à l’écran.
      </p>
      <pre tabIndex={0} className="differences">
        {retirees.map((ligne, rang) => (
          <del key={`-${rang}`}>
            − {ligne}
            {'\n'}
          </del>
        ))}
        {ajoutees.map((ligne, rang) => (
          <ins key={`+${rang}`}>
            + {ligne}
            {'\n'}
          </ins>
        ))}
      </pre>
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={prendreLeLeur}>
          Repartir du texte enregistré
        </button>
        <button type="button" className="bouton bouton--principal" onClick={garderLeMien}>
          Enregistrer le mien malgré tout
        </button>
      </div>
    </section>
  );
}
