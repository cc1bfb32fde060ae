import { useEffect, useRef, useState, type Ref } from 'react';
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

const prefixer = (quoi: string, valeurs: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(valeurs).map(([nom, valeur]) => [`${quoi}.${nom}`, valeur]));

/** What the engine computes, and the numbers expected that it no longer does: they stay in sight. */
function calculsProposes(
  proposition: ReturnType<typeof useProposition>,
  scenario: ScenarioVu | null,
): Parameters<typeof CalculsAttendus>[0]['proposes'] {
  const calcules = proposition?.calculs ?? [];
  const perdus = (scenario?.calculs ?? []).filter(
    ({ nom, attendu }) => attendu !== null && !calcules.some((calcul) => calcul.nom === nom),
  );
  return [...calcules, ...perdus.map((calcul) => ({ ...calcul, obtenu: null, propose: '' }))];
}

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
  const champsDesFaits = prefixer('faits', faits);
  const proposition = useProposition(jeu, document, { date, ...champsDesFaits });
  const proposes = calculsProposes(proposition, scenario);
  const premier = useRef<HTMLInputElement>(null);
  useEffect(() => premier.current?.focus(), []);
  const envoyer = async (remplir: boolean) => {
    const non = await document.retoucher('scenario', {
      rang: rang === null ? '' : String(rang),
      titre,
      date,
      ...champsDesFaits,
      ...prefixer('calculs', attendus),
      regles,
      remplir,
    });
    if (non) setRefus(non);
    else fermer();
  };
  const erreur = (champ: string) => refus?.champs[champ];
  return (
    <div
      className="ligne-editee formulaire--valeur"
      role="group"
      aria-label={scenario ? `Scénario ${scenario.id}` : 'Nouveau scénario'}
    >
      <AvisDeRefus refus={refus} />
      <ChampCompact
        libelle="Titre du scénario"
        valeur={titre}
        changer={setTitre}
        erreur={erreur('titre')}
        aPrendre={premier}
      />
      <div className="grille-compacte">
        <ChampCompact libelle="Date de référence" valeur={date} changer={setDate} erreur={erreur('date')} />
        {colonnes.map((colonne) => (
          <ChampDeFait
            key={colonne.nom}
            fait={colonne}
            valeur={faits[colonne.nom] ?? ''}
            changer={(valeur) => setFaits((avant) => ({ ...avant, [colonne.nom]: valeur }))}
            erreur={erreur(`faits.${colonne.nom}`)}
          />
        ))}
      </div>
      <div className="attendu">
        <div>
          <ReglesAttendues
            regles={formulaires.regles}
            attendues={regles}
            changer={setRegles}
            erreur={erreur('regles')}
          />
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

function ChampCompact({
  libelle,
  valeur,
  changer,
  erreur,
  aPrendre,
}: {
  libelle: string;
  valeur: string;
  changer: (valeur: string) => void;
  erreur: string | undefined;
  aPrendre?: Ref<HTMLInputElement>;
}) {
  return (
    <label className="champ-compact">
      <span>{libelle}</span>
      <input
        type="text"
        ref={aPrendre}
        autoComplete="off"
        value={valeur}
        aria-invalid={erreur ? true : undefined}
        onChange={({ target }) => changer(target.value)}
      />
      {erreur && <span className="champ-erreur">{erreur}</span>}
    </label>
  );
}

const OUI_OU_NON = [
  { valeur: 'oui', libelle: 'Oui' },
  { valeur: 'non', libelle: 'Non' },
];

/** A fact of the scenario: chosen where its values are closed, typed otherwise. */
function ChampDeFait({
  fait: { libelle, unite, type, options },
  ...saisie
}: {
  fait: FaitRendu;
  valeur: string;
  changer: (valeur: string) => void;
  erreur: string | undefined;
}) {
  const intitule = unite ? `${libelle} (${unite})` : libelle;
  const choix = type === 'booleen' ? OUI_OU_NON : options;
  if (choix.length === 0) return <ChampCompact libelle={intitule} {...saisie} />;
  return (
    <label className="champ-compact">
      <span>{intitule}</span>
      <select value={saisie.valeur} onChange={({ target }) => saisie.changer(target.value)}>
        <option value="">—</option>
        {choix.map((option) => (
          <option key={option.valeur} value={option.valeur}>
            {option.libelle}
          </option>
        ))}
      </select>
    </label>
  );
}

function ReglesAttendues({
  regles,
  attendues,
  changer,
  erreur,
}: {
  regles: NonNullable<Verification['formulaires']>['regles'];
  attendues: readonly string[];
  changer: (ids: readonly string[]) => void;
  erreur: string | undefined;
}) {
  const basculer = (id: string) =>
    changer(attendues.includes(id) ? attendues.filter((autre) => autre !== id) : [...attendues, id]);
  return (
    <fieldset className="regles-attendues">
      <legend>Règles attendues</legend>
      {erreur && <p className="champ-erreur">{erreur}</p>}
      {regles.map(({ id, titre, issueEnClair }) => (
        <label key={id}>
          <input type="checkbox" checked={attendues.includes(id)} onChange={() => basculer(id)} />{' '}
          <span>
            {id} – {titre} <span className="discret">({issueEnClair})</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
