import { useEffect, useRef, useState } from 'react';
import type { ScenarioVu, Verification } from '#admin/regles/contrats.ts';
import type { FaitRendu } from '#src/engine/rendu/index.ts';
import { CalculsAttendus, DecisionDuMoteur, useProposition } from '#admin/components/regles/brouillon/calculs-attendus.tsx';
import type { Document } from '#admin/components/regles/brouillon/document.ts';
import { AvisDeRefus, type Refus } from '#admin/components/regles/outils.tsx';

/** A line of the grid being edited: its facts and what it expects, sent together. */
export function LigneEditee({ jeu, scenario, rang, colonnes, formulaires, document, fermer }: {
  jeu: string; scenario: ScenarioVu | null; rang: number | null; colonnes: readonly FaitRendu[]; formulaires: NonNullable<Verification['formulaires']>; document: Document; fermer: () => void;
}) {
  const [titre, setTitre] = useState(scenario?.titre ?? '');
  const [date, setDate] = useState(scenario ? scenario.date.split('-').reverse().join('/') : formulaires.scenarios[0]?.date.split('-').reverse().join('/') ?? '');
  const [faits, setFaits] = useState<Readonly<Record<string, string>>>(scenario?.saisis ?? {});
  const [regles, setRegles] = useState<readonly string[]>(scenario?.attendu.regles ?? []);
  const [attendus, setAttendus] = useState<Readonly<Record<string, string>>>(Object.fromEntries((scenario?.calculs ?? []).map(({ nom, saisi }) => [nom, saisi])));
  const [refus, setRefus] = useState<Refus>();
  const champsDesFaits = Object.fromEntries(Object.entries(faits).map(([nom, valeur]) => [`faits.${nom}`, valeur]));
  const proposition = useProposition(jeu, document, { date, ...champsDesFaits });
  // A number expected that the engine no longer computes stays in sight.
  const proposes = [...(proposition?.calculs ?? []), ...(scenario?.calculs ?? []).filter(({ nom, attendu }) => attendu !== null && !proposition?.calculs.some((calcul) => calcul.nom === nom)).map((calcul) => ({ ...calcul, obtenu: null, propose: '' }))];
  const premier = useRef<HTMLInputElement>(null);
  useEffect(() => premier.current?.focus(), []);
  const envoyer = async (remplir: boolean) => {
    const calculs = Object.fromEntries(Object.entries(attendus).map(([nom, valeur]) => [`calculs.${nom}`, valeur]));
    const non = await document.retoucher('scenario', { rang: rang === null ? '' : String(rang), titre, date, ...champsDesFaits, ...calculs, regles, remplir });
    if (non) setRefus(non);
    else fermer();
  };
  const erreur = (champ: string) => refus?.champs[champ];
  const saisie = (nom: string, libelle: string, valeur: string, changer: (valeur: string) => void, cle: string) => (
    <><input type="text" aria-label={libelle} name={nom} autoComplete="off" value={valeur} aria-invalid={erreur(cle) ? true : undefined} onChange={({ target }) => changer(target.value)} />{erreur(cle) && <span className="champ-erreur">{erreur(cle)}</span>}</>
  );
  return (
    <tr className="ligne-editee">
      <th scope="row" data-libelle="Scénario">
        <AvisDeRefus refus={refus} />
        <input type="text" ref={premier} aria-label="Titre du scénario" autoComplete="off" value={titre} aria-invalid={erreur('titre') ? true : undefined} onChange={({ target }) => setTitre(target.value)} />
      </th>
      <td data-libelle="Résultat">—</td>
      <td data-libelle="Date">{saisie('date', 'Date de référence', date, setDate, 'date')}</td>
      {colonnes.map(({ nom, libelle, type, options }) => {
        const valeur = faits[nom] ?? '';
        const changer = (nouvelle: string) => setFaits((avant) => ({ ...avant, [nom]: nouvelle }));
        const choix = type === 'booleen' ? [{ valeur: 'oui', libelle: 'Oui' }, { valeur: 'non', libelle: 'Non' }] : options;
        return (
          <td key={nom} data-libelle={libelle}>
            {choix.length === 0 ? saisie(nom, libelle, valeur, changer, `faits.${nom}`) : (
              <select aria-label={libelle} value={valeur} onChange={({ target }) => changer(target.value)}>
                <option value="">—</option>
                {choix.map((option) => <option key={option.valeur} value={option.valeur}>{option.libelle}</option>)}
              </select>
            )}
          </td>
        );
      })}
      <td data-libelle="Attendu">
        <fieldset className="regles-attendues">
          <legend>Règles attendues</legend>
          {erreur('regles') && <p className="champ-erreur">{erreur('regles')}</p>}
          {formulaires.regles.map(({ id, titre: nom, issueEnClair }) => (
            <label key={id}><input type="checkbox" checked={regles.includes(id)} onChange={() => setRegles(regles.includes(id) ? regles.filter((autre) => autre !== id) : [...regles, id])} /> {id} – {nom} <span className="discret">({issueEnClair})</span></label>
          ))}
        </fieldset>
        <DecisionDuMoteur proposition={proposition} />
        <CalculsAttendus proposes={proposes} attendus={attendus} changer={setAttendus} erreur={erreur} />
      </td>
      <td data-libelle="Actions">
        <span className="actions-de-ligne">
          <button type="button" className="bouton bouton--principal" onClick={() => void envoyer(false)}>Valider la ligne</button>
          <button type="button" className="bouton" onClick={() => void envoyer(true)}>Remplir avec le résultat obtenu</button>
          <button type="button" className="bouton" onClick={fermer}>Annuler</button>
        </span>
      </td>
    </tr>
  );
}
