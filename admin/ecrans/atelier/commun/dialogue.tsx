import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Icone } from '#admin/ui/icones.tsx';

/** A dialogue over the page; Escape closes it, the focus comes back where it was. */
export function Dialogue({
  titre,
  fermer,
  children,
}: {
  titre: string;
  fermer: () => void;
  children: ReactNode;
}) {
  const boite = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const avant = document.activeElement;
    boite.current?.showModal();
    return () => {
      if (avant instanceof HTMLElement) avant.focus();
    };
  }, []);
  return (
    <dialog
      ref={boite}
      className="dialogue"
      aria-labelledby={id}
      onCancel={(evenement) => {
        evenement.preventDefault();
        fermer();
      }}
    >
      <header>
        <h2 id={id}>{titre}</h2>
        <button type="button" className="bouton bouton--icone" aria-label="Fermer" onClick={fermer}>
          <Icone nom="fermer" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
