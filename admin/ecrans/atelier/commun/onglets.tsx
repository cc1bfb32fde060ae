import { useId, useRef, type ReactNode } from 'react';

export interface Onglet {
  readonly nom: string;
  readonly libelle: ReactNode;
  readonly contenu: ReactNode;
  /** Stays in the page when another is shown: an editor that keeps its caret. */
  readonly garde?: boolean;
}

/** Tabs, driven by arrows as well. */
export function Onglets({
  onglets,
  choisi,
  choisir,
  libelle,
}: {
  onglets: readonly Onglet[];
  choisi: string;
  choisir: (nom: string) => void;
  libelle: string;
}) {
  const base = useId();
  const liste = useRef<HTMLDivElement>(null);
  const deplacer = (pas: number) => {
    const rang = onglets.findIndex(({ nom }) => nom === choisi);
    const suivant = onglets[(rang + pas + onglets.length) % onglets.length];
    if (!suivant) return;
    choisir(suivant.nom);
    liste.current?.querySelector<HTMLElement>(`[data-onglet="${suivant.nom}"]`)?.focus();
  };
  return (
    <>
      <div className="onglets" role="tablist" aria-label={libelle} ref={liste}>
        {onglets.map(({ nom, libelle: texte }) => (
          <button
            key={nom}
            type="button"
            role="tab"
            id={`${base}-${nom}`}
            data-onglet={nom}
            aria-selected={nom === choisi}
            aria-controls={`${base}-${nom}-panneau`}
            tabIndex={nom === choisi ? 0 : -1}
            onClick={() => choisir(nom)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') deplacer(1);
              if (key === 'ArrowLeft') deplacer(-1);
            }}
          >
            {texte}
          </button>
        ))}
      </div>
      {onglets.map(({ nom, contenu, garde }) => (
        <div
          key={nom}
          role="tabpanel"
          id={`${base}-${nom}-panneau`}
          aria-labelledby={`${base}-${nom}`}
          hidden={nom !== choisi}
          className="panneau"
        >
          {(nom === choisi || garde) && contenu}
        </div>
      ))}
    </>
  );
}
