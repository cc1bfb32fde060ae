import { useEffect, useState } from 'react';
import { session } from '#admin/ui/etat.ts';

const QUESTION = 'Votre saisie n’est pas enregistrée. Voulez-vous vraiment quitter cette page ?';

/** An entry of the page that is not saved. */
interface Garde {
  readonly adresse: string;
  /** Place of its page in the history. */
  readonly rang: number;
  /** The person has said that he leaves. */
  lifted: boolean;
}
const gardes = new Set<Garde>();

const adresseDe = ({ pathname, search }: { readonly pathname: string; readonly search: string }): string =>
  pathname + search;

/** Place of the page in the history, which the router writes there. */
function rangDansLHistorique(): number {
  const { idx } = (window.history.state ?? {}) as { idx?: unknown };
  return typeof idx === 'number' ? idx : 0;
}

/** Asks once, however many entries the page holds. */
function quitter(vers: string): boolean {
  const perdues = [...gardes].filter(({ lifted, adresse }) => !lifted && adresse !== vers);
  if (perdues.length > 0 && !window.confirm(QUESTION)) return false;
  for (const garde of perdues) garde.lifted = true;
  return true;
}

let remise = false;
// Listening from the moment the script is read, before the router does: an address already changed is put
// back, and the router knows nothing of it.
window.addEventListener('popstate', (evenement) => {
  const [garde] = gardes;
  if (remise) evenement.stopImmediatePropagation();
  else if (garde && !quitter(adresseDe(window.location))) {
    evenement.stopImmediatePropagation();
    remise = true;
    window.history.go(garde.rang - rangDansLHistorique());
    return;
  }
  remise = false;
});
window.addEventListener('beforeunload', (evenement) => {
  if ([...gardes].some(({ lifted }) => !lifted)) evenement.preventDefault();
});
document.addEventListener(
  'click',
  (evenement) => {
    if (
      evenement.button !== 0 ||
      evenement.metaKey ||
      evenement.ctrlKey ||
      evenement.shiftKey ||
      evenement.altKey
    )
      return;
    const lien = evenement.target instanceof Element ? evenement.target.closest('a') : null;
    if (!lien?.href || (lien.target !== '' && lien.target !== '_self') || quitter(adresseDe(lien))) return;
    evenement.preventDefault();
    evenement.stopPropagation();
  },
  { capture: true },
);

/**
 * Asks before what was typed is lost: by a link, by the browser's back button, by a reload or by closing the
 * tab.
 * @returns what leaves without asking any more, for who has said that he gives up
 */
export function useGarde(modifie: boolean): () => void {
  useEffect(() => {
    if (!modifie) return undefined;
    const garde: Garde = { adresse: adresseDe(window.location), rang: rangDansLHistorique(), lifted: false };
    gardes.add(garde);
    return () => {
      gardes.delete(garde);
    };
  }, [modifie]);
  return () => {
    for (const garde of gardes) garde.lifted = true;
  };
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
    for (const autre of Object.keys(sessionStorage))
      if (autre.startsWith(PREFIXE) && !autre.startsWith(cleDe(''))) sessionStorage.removeItem(autre);
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
 * Keeps in the tab what is typed until the server has it, and gives back what an earlier page of the tab
 * left.
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
    oublier: () => {
      ecrire(cle, null);
      setCopie(null);
    },
  };
}
