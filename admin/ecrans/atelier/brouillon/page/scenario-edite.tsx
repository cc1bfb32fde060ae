import { Fragment, useEffect, useRef, useState } from 'react';
import type { ScenarioVu, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { FaitRendu } from '#src/engine/rendu/index.ts';
import {
  CalculsAttendus,
  DecisionDuMoteur,
  useProposition,
} from '#admin/ecrans/atelier/brouillon/page/calculs-attendus.tsx';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';
import { dateFr } from '#src/kernel/francais.ts';

/** A line of the grid being edited, above it: its facts and what it expects, sent together. */
export function LigneEditee({
  jeu,
  scenario,
  rang,
  colonnes,
  formulaires,
  document,
  fermer,
}: {
  jeu: string;
  scenario: ScenarioVu | null;
  rang: number | null;
  colonnes: readonly FaitRendu[];
  formulaires: NonNullable<Verification['formulaires']>;
  document: Document;
  fermer: () => void;
}) {
  const [titre, setTitre] = useState(scenario?.titre ?? '');
  const [date, setDate] = useState(scenario ? dateFr(scenario.date) : dateFr(formulaires.scenarios[0]?.date));
  const [faits, setFaits] = useState<Readonly<Record<string, string>>>(scenario?.saisis ?? {});
  const [regles, setRegles] = useState<readonly string[]>(scenario?.attendu.regles ?? []);
  const [attendus, setAttendus] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries((scenario?.calculs ?? []).map(({ nom, saisi }) => [nom, saisi])),
  );
  const [refus, setRefus] = useState<Refus>();
  const champsDesFaits = Object.fromEntries(
    Object.entries(faits).map(([nom, valeur]) => [`faits.${nom}`, valeur]),
  );
  const proposition = useProposition(jeu, document, { date, ...champsDesFaits });
  // A number expected that the engine no longer computes stays in sight.
  const proposes = [
    ...(proposition?.calculs ?? []),
    ...(scenario?.calculs ?? [])
      .filter(
        ({ nom, attendu }) => attendu !== null && !proposition?.calculs.some((calcul) => calcul.nom === nom),
      )
      .map((calcul) => ({ ...calcul, obtenu: null, propose: '' })),
  ];
  const premier = useRef<HTMLInputElement>(null);
  useEffect(() => premier.current?.focus(), []);
  const envoyer = async (remplir: boolean) => {
    const calculs = Object.fromEntries(
      Object.entries(attendus).map(([nom, valeur]) => [`calculs.${nom}`, valeur]),
    );
    const non = await document.retoucher('scenario', {
      rang: rang === null ? '' : String(rang),
      titre,
      date,
      ...champsDesFaits,
      ...calculs,
      regles,
      remplir,
    });
    if (non) setRefus(non);
    else fermer();
  };
  const erreur = (champ: string) => refus?.champs[champ];
  const texte = (
    libelle: string,
    valeur: string,
    changer: (valeur: string) => void,
    cle: string,
    reference?: typeof premier,
  ) => (
    <label className="champ-compact">
      <span>{libelle}</span>
      <input
        type="text"
        ref={reference}
        autoComplete="off"
        value={valeur}
        aria-invalid={erreur(cle) ? true : undefined}
        onChange={({ target }) => changer(target.value)}
      />
      {erreur(cle) && <span className="champ-erreur">{erreur(cle)}</span>}
    </label>
  );
  return (
    <div
      className="ligne-editee formulaire--valeur"
      role="group"
      aria-label={scenario ? `Scénario ${scenario.id}` : 'Nouveau scénario'}
    >
      <AvisDeRefus refus={refus} />
      {texte('Titre du scénario', titre, setTitre, 'titre', premier)}
      <div className="grille-compacte">
        {texte('Date de référence', date, setDate, 'date')}
        {colonnes.map(({ nom, libelle, unite, type, options }) => {
          const valeur = faits[nom] ?? '';
          const changer = (nouvelle: string) => setFaits((avant) => ({ ...avant, [nom]: nouvelle }));
          const choix =
            type === 'booleen'
              ? [
                  { valeur: 'oui', libelle: 'Oui' },
                  { valeur: 'non', libelle: 'Non' },
                ]
              : options;
          const intitule = unite ? `${libelle} (${unite})` : libelle;
          return choix.length === 0 ? (
            <Fragment key={nom}>{texte(intitule, valeur, changer, `faits.${nom}`)}</Fragment>
          ) : (
            <label key={nom} className="champ-compact">
              <span>{intitule}</span>
              <select value={valeur} onChange={({ target }) => changer(target.value)}>
                <option value="">—</option>
                {choix.map((option) => (
                  <option key={option.valeur} value={option.valeur}>
                    {option.libelle}
                  </option>
                ))}
              </select>
            </label>
          );
        })}
      </div>
      <div className="attendu">
        <div>
          <fieldset className="regles-attendues">
            <legend>Règles attendues</legend>
            {erreur('regles') && <p className="champ-erreur">{erreur('regles')}</p>}
            {formulaires.regles.map(({ id, titre: nom, issueEnClair }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={regles.includes(id)}
                  onChange={() =>
                    setRegles(regles.includes(id) ? regles.filter((autre) => autre !== id) : [...regles, id])
                  }
                />{' '}
                <span>
                  {id} – {nom} <span className="discret">({issueEnClair})</span>
                </span>
              </label>
            ))}
          </fieldset>
          <DecisionDuMoteur proposition={proposition} />
        </div>
        <CalculsAttendus proposes={proposes} attendus={attendus} changer={setAttendus} erreur={erreur} />
      </div>
      <div className="formulaire-actions">
        <button type="button" className="bouton" onClick={fermer}>
          Annuler
        </button>
        <button type="button" className="bouton" onClick={() => void envoyer(true)}>
          Remplir avec le résultat obtenu
        </button>
        <button type="button" className="bouton bouton--principal" onClick={() => void envoyer(false)}>
          Valider la ligne
        </button>
      </div>
    </div>
  );
}
