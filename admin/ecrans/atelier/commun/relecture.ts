import { useEffect } from 'react';

const RELECTURE_MS = 1_000;

/** Reads the page again each second while what it shows is under way. */
export function useRelecture(enMarche: boolean, recharger: () => void): void {
  useEffect(() => {
    if (!enMarche) return undefined;
    const minuterie = setInterval(recharger, RELECTURE_MS);
    return () => clearInterval(minuterie);
  }, [enMarche, recharger]);
}
