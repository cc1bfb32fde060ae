import { useEffect, useRef, useState } from 'react';
import { session } from '#admin/components/socle/etat.ts';

const QUESTION = 'Votre saisie n’est pas enregistrée. Voulez-vous vraiment quitter cette page ?';

/** The last one that was let go: two entries of one page ask once. */
let confirme: Event | undefined;

/** Place of the page in the history, which the router writes there. */
const rangDansLHistorique = (): number => {
  const { idx } = (window.history.state ?? {}) as { idx?: unknown };
  return typeof idx === 'number' ? idx : 0;
};

/**
 * Asks before what was typed is lost: by a link, by the browser's back button, by a reload or by closing the tab.
 * @returns what leaves without asking any more, for who has said that he gives up
 */
export function useGarde(modifie: boolean): () => void {
  const levee = useRef(false);
  useEffect(() => {
    if (!modifie) return undefined;
    levee.current = false;
    const { pathname, search } = window.location;
    const rang = rangDansLHistorique();
    let remise = false;
    const quitter = (evenement: Event): boolean => {
      if (!levee.current && confirme !== evenement && !window.confirm(QUESTION)) return false;
      confirme = evenement;
      return (levee.current = true);
    };
    const avantDePartir = (evenement: BeforeUnloadEvent): void => { if (!levee.current) evenement.preventDefault(); };
    const auClic = (evenement: MouseEvent): void => {
      if (evenement.button !== 0 || evenement.metaKey || evenement.ctrlKey || evenement.shiftKey || evenement.altKey) return;
      const lien = evenement.target instanceof Element ? evenement.target.closest('a') : null;
      if (!lien?.href || (lien.target !== '' && lien.target !== '_self') || (lien.pathname === pathname && lien.search === search)) return;
      if (quitter(evenement)) return;
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
    };
    // Heard before the router does: an address already changed is put back, and the router knows nothing of it.
    const auRetour = (evenement: PopStateEvent): void => {
      if (remise) {
        remise = false;
        evenement.stopImmediatePropagation();
      } else if ((window.location.pathname !== pathname || window.location.search !== search) && !quitter(evenement)) {
        evenement.stopImmediatePropagation();
        remise = true;
        window.history.go(rang - rangDansLHistorique());
      }
    };
    window.addEventListener('beforeunload', avantDePartir);
    document.addEventListener('click', auClic, { capture: true });
    window.addEventListener('popstate', auRetour, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', avantDePartir);
      document.removeEventListener('click', auClic, { capture: true });
      window.removeEventListener('popstate', auRetour, { capture: true });
    };
  }, [modifie]);
  return () => { levee.current = true; };
}

const PREFIXE = 'gestion:saisie:';
const cleDe = (cle: string): string => `${PREFIXE}${session.id}:${cle}`;

/** What the tab kept of an entry, and when. */
export interface Copie<T> {
  readonly contenu: T;
  readonly le: string;
}

function lire<T>(cle: string): Copie<T> | null {
  try {
    // What somebody else typed in this tab before is not the reader's.
    for (const autre of Object.keys(sessionStorage)) if (autre.startsWith(PREFIXE) && !autre.startsWith(cleDe(''))) sessionStorage.removeItem(autre);
    const brut = sessionStorage.getItem(cleDe(cle));
    return brut === null ? null : (JSON.parse(brut) as Copie<T>);
  } catch {
    return null;
  }
}

function ecrire(cle: string, contenu: unknown): void {
  try {
    if (contenu === null) sessionStorage.removeItem(cleDe(cle));
    else sessionStorage.setItem(cleDe(cle), JSON.stringify({ contenu, le: new Date().toISOString() }));
  } catch {
    // A browser that keeps nothing loses only this net.
  }
}

/**
 * Keeps in the tab what is typed until the server has it, and gives back what an earlier page of the tab left.
 * @param cle address of the form
 * @param contenu what is typed; null when it is what is recorded
 */
export function useCopie<T extends object>(cle: string, contenu: T | null) {
  const [copie, setCopie] = useState(() => lire<T>(cle));
  useEffect(() => {
    // Until it is taken up or forgotten, the former entry is not written over.
    if (copie === null) ecrire(cle, contenu);
  }, [cle, contenu, copie]);
  return {
    copie,
    /** It is on the screen again. */
    reprise: () => setCopie(null),
    oublier: () => { ecrire(cle, null); setCopie(null); },
  };
}
