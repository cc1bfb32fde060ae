import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Avis } from '#admin/definition/types/page.ts';
import { Icone } from '#admin/ui/icones.tsx';

interface Annonces {
  readonly annoncer: (avis: Avis | undefined) => void;
  readonly effacer: () => void;
}

const Contexte = createContext<Annonces>({ annoncer: () => undefined, effacer: () => undefined });

export const useAvis = () => useContext(Contexte);

const TONS = { success: 'succes', error: 'erreur', info: 'info', warning: 'attention' } as const;
const ICONES = { success: 'coche', error: 'alerte', info: 'info', warning: 'alerte' } as const;

/** The one place of notices. They stay until closed or until another screen opens, and are read out. */
export function FournisseurAvis({ children }: { children: (zone: ReactNode) => ReactNode }) {
  const [avis, setAvis] = useState<Avis | undefined>();
  const effacer = useCallback(() => setAvis(undefined), []);
  const annonces = useMemo(() => ({ annoncer: setAvis, effacer }), [effacer]);
  const zone = (
    <div className="avis-zone" role="status" aria-live="polite">
      {avis && (
        <div className={`avis avis--${TONS[avis.type]}`}>
          <Icone nom={ICONES[avis.type]} />
          <p>{avis.message}</p>
          <button
            type="button"
            className="bouton bouton--icone"
            aria-label="Fermer le message"
            onClick={effacer}
          >
            <Icone nom="fermer" />
          </button>
        </div>
      )}
    </div>
  );
  return <Contexte.Provider value={annonces}>{children(zone)}</Contexte.Provider>;
}
