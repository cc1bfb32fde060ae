/**
 * While somebody types in a declaration: what the rules say comes back beside the fields, the draft is saved,
 * rows are added
 * and removed, fields that depend on another appear. Nothing here is needed: each button submits the form
 * without JavaScript.
 */
import { lireReponse } from '../../../client/forme.ts';
import { textesDe } from '../../../client/textes.ts';
import { activerCommunes } from './communes.ts';
import { activerConditions } from './conditions.ts';
import { Enregistrement } from './enregistrement.ts';
import { activerLignes } from './lignes.ts';
import { montrer } from './resultats.ts';
import { estReponseDAnalyse } from './protocole.ts';

const ATTENTE_ANALYSE = 350;

const formulaire = document.querySelector<HTMLFormElement>('form[data-declaration]');
if (formulaire) activer(formulaire);

function activer(form: HTMLFormElement): void {
  const enregistrement = new Enregistrement(form);
  let minuterie = 0;
  let enCours: AbortController | undefined;

  const analyser = async (): Promise<void> => {
    enCours?.abort();
    enCours = new AbortController();
    try {
      const reponse = await fetch(form.dataset['analyse'] ?? '', {
        method: 'POST',
        body: textesDe(form),
        headers: { Accept: 'application/json' },
        credentials: 'same-origin',
        redirect: 'manual',
        signal: enCours.signal,
      });
      if (reponse.ok) montrer(form, await lireReponse(reponse, estReponseDAnalyse));
    } catch {
      // Superseded by a later one, not ours, or the network is away: saving says so.
    }
  };
  const change = (): void => {
    enregistrement.aFaire();
    window.clearTimeout(minuterie);
    minuterie = window.setTimeout(() => void analyser(), ATTENTE_ANALYSE);
  };

  activerConditions(form);
  activerLignes(form, change);
  activerCommunes(form);
  form.addEventListener('input', change);
  form.addEventListener('submit', () => {
    enregistrement.laisserPartir();
    // The page goes: an analysis under way would be refused once the entry is finished.
    window.clearTimeout(minuterie);
    enCours?.abort();
  });
  void enregistrement.reprendre();
}
