import { useCallback, useEffect, useRef, useState } from 'react';
import { ecran, type PageBrouillon, type Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { useGarde } from '#admin/ui/garde.ts';
import type { Refus } from '#admin/ui/ecran.tsx';

/** A pause of the hands before the checks start. */
const PAUSE_MS = 80;
const ATTENTE_MS = 250;
const PAS_MAX = 50;

export interface CopieLocale {
  readonly texte: string;
  readonly le: string;
}
const cleDe = (id: string): string => `gestion:brouillon:${id}`;

/** The copy this browser kept of a draft, when the last entry was not saved. */
function lireCopie(id: string): CopieLocale | null {
  try {
    const brut = localStorage.getItem(cleDe(id));
    return brut === null ? null : (JSON.parse(brut) as CopieLocale);
  } catch {
    return null;
  }
}
function garderCopie(id: string, texte: string | null): void {
  try {
    if (texte === null) localStorage.removeItem(cleDe(id));
    else localStorage.setItem(cleDe(id), JSON.stringify({ texte, le: new Date().toISOString() }));
  } catch {
    // A browser that keeps nothing loses only this net.
  }
}

/** The one document all views of a draft edit: its text, what the checks say of it, and how it is saved. */
export function useDocument({ brouillon, peutEcrire }: PageBrouillon) {
  const { id, genre, jeu } = brouillon;
  const [texte, setTexte] = useState(brouillon.texte);
  const [enregistre, setEnregistre] = useState({ texte: brouillon.texte, version: brouillon.version });
  const [verification, setVerification] = useState<Verification>();
  const [verifieLe, setVerifieLe] = useState('');
  const [copie, setCopie] = useState<CopieLocale | null>(() => {
    const lue = lireCopie(id);
    return lue && lue.texte !== brouillon.texte ? lue : null;
  });
  const [conflit, setConflit] = useState<{ texte: string; version: number; modifieLe: string }>();
  const [refus, setRefus] = useState<Refus>();
  const [envoi, setEnvoi] = useState(false);
  const pile = useRef<string[]>([]);
  const courant = useRef(texte);
  const { annoncer } = useAvis();
  courant.current = texte;

  useEffect(() => {
    const abandon = new AbortController();
    const demander = async (etape: 'forme' | 'tout') => {
      const { resultat } = await ecran.poster('verifier', { genre, jeu, texte, etape }, abandon.signal);
      if (!resultat || abandon.signal.aborted) return;
      // Until the new analysis is there, the one of the text before stays in sight, and is said to be so.
      setVerification((avant) =>
        resultat.analyseFaite ? resultat : { ...resultat, analyse: avant?.analyse ?? null },
      );
      setVerifieLe(texte);
      if (!resultat.analyseFaite) await demander('tout');
    };
    const minuteur = setTimeout(() => void demander('forme'), verification ? PAUSE_MS : 0);
    return () => {
      clearTimeout(minuteur);
      abandon.abort();
    };
  }, [texte]);

  useEffect(() => {
    if (!peutEcrire || copie) return;
    const minuteur = setTimeout(() => garderCopie(id, texte === enregistre.texte ? null : texte), ATTENTE_MS);
    return () => clearTimeout(minuteur);
  }, [texte, enregistre, copie]);

  const modifie = texte !== enregistre.texte;
  useGarde(modifie);

  const changer = useCallback((nouveau: string, parFormulaire = false) => {
    if (parFormulaire) pile.current = [...pile.current, courant.current].slice(-PAS_MAX);
    setTexte(nouveau);
  }, []);

  /** One act of a form; its fields at fault come back, nothing being changed. */
  const retoucher = async (
    operation: string,
    saisie: Readonly<Record<string, unknown>>,
  ): Promise<Refus | null> => {
    const depart = courant.current;
    const { resultat, refus: non } = await ecran.poster('retoucher', {
      genre,
      jeu,
      texte: depart,
      operation,
      ...saisie,
    });
    if (!resultat) return non ?? { message: '', champs: {} };
    if ('refus' in resultat) return { message: resultat.refus, champs: resultat.champs };
    if (courant.current !== depart)
      return { message: 'Le texte a changé pendant ce temps : recommencez.', champs: {} };
    changer(resultat.texte, true);
    annoncer({ type: 'success', message: resultat.annonce });
    return null;
  };

  const enregistrer = async (version = enregistre.version): Promise<number | null> => {
    if (envoi) return null;
    setEnvoi(true);
    setRefus(undefined);
    const envoye = courant.current;
    const {
      statut,
      resultat,
      refus: non,
    } = await ecran.poster('enregistrer', {
      id,
      version: String(version),
      texte: envoye,
    });
    setEnvoi(false);
    if (resultat) {
      setEnregistre({ texte: envoye, version: resultat.version });
      setConflit(undefined);
      garderCopie(id, null);
      annoncer({ type: 'success', message: 'Le brouillon est enregistré.' });
      return resultat.version;
    }
    garderCopie(id, envoye);
    if (statut === 409) {
      const { corps } = await ecran.lire(new URLSearchParams({ id }).toString());
      if (corps.brouillon) setConflit(corps.brouillon);
    }
    setRefus(statut === 401 ? undefined : non);
    return null;
  };

  return {
    texte,
    changer,
    retoucher,
    verification,
    aJour: verifieLe === texte,
    modifie,
    version: enregistre.version,
    envoi,
    refus,
    enregistrer,
    annulable: pile.current.length > 0,
    annuler: () => {
      const precedent = pile.current.pop();
      if (precedent !== undefined) setTexte(precedent);
    },
    copie,
    restaurerCopie: () => {
      if (copie) setTexte(copie.texte);
      setCopie(null);
    },
    oublierCopie: () => {
      garderCopie(id, null);
      setCopie(null);
    },
    conflit,
    enregistreAvant: enregistre.texte,
    prendreLeLeur: () => {
      if (conflit) {
        setTexte(conflit.texte);
        setEnregistre({ texte: conflit.texte, version: conflit.version });
        setConflit(undefined);
        setRefus(undefined);
      }
    },
    garderLeMien: () => conflit && void enregistrer(conflit.version),
  };
}
export type Document = ReturnType<typeof useDocument>;
