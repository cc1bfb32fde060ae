import { useEffect, useId, useRef, useState } from 'react';
import { ecran, type BorneListee } from '#admin/ecrans/atelier/brouillon/client.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/**
 * Cases at each boundary of the rules that the draft has no scenario for: ticked, they join the grid, to be
 * reviewed.
 */
export function ScenariosAuxBornes({
  jeu,
  document,
  fermer,
}: {
  jeu: string;
  document: Document;
  fermer: () => void;
}) {
  const [cas, setCas] = useState<readonly BorneListee[]>();
  const [choisis, setChoisis] = useState<ReadonlySet<string>>(new Set());
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const titre = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const abandon = new AbortController();
    titre.current?.focus();
    void ecran
      .poster('bornes', { jeu, texte: document.texte }, abandon.signal)
      .then(({ resultat, refus: non }) => {
        if (abandon.signal.aborted) return;
        setCas(resultat ?? []);
        setRefus(non);
      });
    return () => abandon.abort();
  }, []);
  const basculer = (choisi: string) =>
    setChoisis((avant) => {
      const apres = new Set(avant);
      if (!apres.delete(choisi)) apres.add(choisi);
      return apres;
    });
  const ajouter = async () => {
    setEnvoi(true);
    const non = await document.retoucher('bornes', { choisis: [...choisis] });
    setEnvoi(false);
    if (non) setRefus(non);
    else fermer();
  };
  const tous = cas !== undefined && choisis.size === cas.length;
  return (
    <section className="formulaire formulaire--valeur" aria-labelledby={id}>
      <h3 id={id} ref={titre} tabIndex={-1} className="sous-titre">
        Scénarios aux bornes
      </h3>
      <AvisDeRefus refus={refus} />
      {!cas ? (
        <p className="attente" role="status">
          Recherche des cas aux bornes…
        </p>
      ) : cas.length === 0 ? (
        !refus && <p className="vide">Tous les cas aux bornes sont déjà dans le fichier.</p>
      ) : (
        <>
          <p className="carte-intro">
            {compter(cas.length, 'cas', 'cas')} où une valeur est au seuil, juste à côté, ou manque, et que le
            fichier n’a pas encore. Un scénario ajouté attend ce que le brouillon décide aujourd’hui : il est
            marqué « À relire ».
          </p>
          <fieldset className="bornes" tabIndex={0}>
            <legend className="lecteur">Cas à ajouter</legend>
            {cas.map((borne, rang) => (
              <div className="case" key={borne.cas}>
                <input
                  type="checkbox"
                  id={`${id}-${rang}`}
                  checked={choisis.has(borne.cas)}
                  aria-describedby={`${id}-${rang}-faits`}
                  onChange={() => basculer(borne.cas)}
                />
                <div>
                  <label htmlFor={`${id}-${rang}`}>
                    {borne.titre} → <strong>{borne.issues}</strong>
                  </label>
                  <p className="discret" id={`${id}-${rang}-faits`}>
                    {dateFr(borne.date)} – {borne.faits}
                  </p>
                </div>
              </div>
            ))}
          </fieldset>
        </>
      )}
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Fermer
        </button>
        {cas && cas.length > 0 && (
          <button
            type="button"
            className="bouton"
            onClick={() => setChoisis(new Set(tous ? [] : cas.map((borne) => borne.cas)))}
          >
            {tous ? 'Tout décocher' : 'Tout cocher'}
          </button>
        )}
        {cas && cas.length > 0 && (
          <button
            type="button"
            className="bouton bouton--principal"
            aria-disabled={choisis.size === 0}
            disabled={envoi}
            onClick={() => void ajouter()}
          >
            {choisis.size === 0 ? 'Ajouter les cas cochés' : `Ajouter ${compter(choisis.size, 'scénario')}`}
          </button>
        )}
      </div>
    </section>
  );
}
