import { useState } from 'react';
import type { AnomalieMontree } from '#admin/ecrans/atelier/brouillon/client.ts';
import type { Refus } from '#admin/ui/ecran.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { compter } from '#src/kernel/francais.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';

const NATURES: Readonly<Record<string, string>> = {
  lecture: 'Lecture',
  schema: 'Forme',
  references: 'Références',
  types: 'Types et unités',
  messages: 'Messages',
  scenarios: 'Scénarios',
  couverture: 'Couverture',
  exploration: 'Exploration',
  invariants: 'Invariants',
  analyse: 'Analyse',
};
const CONSTATS: Readonly<Record<string, string>> = {
  trou: 'Trou',
  conflit: 'Conflit',
  recouvrement: 'Recouvrement',
  inatteignable: 'Règle inatteignable',
  defaut: 'Formule en défaut',
};
const MONTREES = 12;

/** What the checks say of the text, as it is being edited. */
export function Controles({
  document,
  allerA,
  peutEcrire,
}: {
  document: Document;
  allerA: (anomalie: AnomalieMontree) => void;
  peutEcrire: boolean;
}) {
  const { verification, aJour } = document;
  const [toutes, setToutes] = useState(false);
  if (!verification)
    return (
      <section className="carte controles" aria-label="Contrôles">
        <h2>Contrôles</h2>
        <p className="attente" role="status">
          Vérification…
        </p>
      </section>
    );
  const { anomalies, valide, dureeMs, resume, analyse, analyseFaite } = verification;
  const fini = aJour && analyseFaite;
  const montrees = toutes ? anomalies : anomalies.slice(0, MONTREES);
  return (
    <section className={`carte controles${valide ? '' : ' carte--attention'}`} aria-label="Contrôles">
      <header className="carte-entete">
        <h2>Contrôles</h2>
        <Pastille ton={aJour && !valide ? 'erreur' : fini ? 'succes' : 'neutre'}>
          {!aJour
            ? 'Vérification…'
            : !valide
              ? compter(anomalies.length, 'anomalie')
              : fini
                ? 'Prêt à soumettre'
                : 'Analyse…'}
        </Pastille>
      </header>
      <p className="discret" role="status">
        {!aJour ? 'Vérification en cours…' : analyseFaite ? `Vérifié en ${dureeMs} ms.` : 'Analyse en cours…'}{' '}
        {resume}
      </p>
      {montrees.length > 0 && (
        <ul className="anomalies">
          {montrees.map((anomalie, rang) => (
            <li key={rang}>
              <p>
                <strong>{NATURES[anomalie.controle] ?? anomalie.controle}</strong>
                {anomalie.regle && ` – règle ${anomalie.regle}`}
              </p>
              <p>{anomalie.message}</p>
              {anomalie.ligne !== null && (
                <button type="button" className="lien" onClick={() => allerA(anomalie)}>
                  Ligne {anomalie.ligne}, colonne {anomalie.colonne}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {anomalies.length > montrees.length && (
        <button type="button" className="bouton" onClick={() => setToutes(true)}>
          Voir les {anomalies.length} anomalies
        </button>
      )}
      {analyse && (
        <div className={fini ? 'analyse' : 'analyse analyse--ancienne'}>
          <h3>
            Analyse {analyse.exacte ? 'exacte' : 'par échantillon'}
            {!fini && ' du texte précédent'}
          </h3>
          {analyse.constats.length === 0 && (
            <p>
              <Icone nom="coche" /> Ni trou, ni conflit, ni recouvrement, ni règle inatteignable.
            </p>
          )}
          <ul className="anomalies">
            {analyse.constats.map((constat, rang) => (
              <Constat
                key={rang}
                genre={constat.genre}
                regles={constat.regles}
                message={constat.message}
                prouve={constat.prouve}
                bloquant={constat.bloquant}
                temoin={constat.temoin}
                document={document}
                peutEcrire={peutEcrire}
              />
            ))}
          </ul>
          <details>
            <summary>Comment l’analyse a été faite</summary>
            <p className="discret">
              {analyse.methode} {compter(analyse.cellules, 'cellule visitée', 'cellules visitées')},{' '}
              {compter(analyse.dates.length, 'date')}.
            </p>
          </details>
        </div>
      )}
    </section>
  );
}

function Constat({
  genre,
  regles,
  message,
  prouve,
  bloquant,
  temoin,
  document,
  peutEcrire,
}: {
  genre: string;
  regles: readonly string[];
  message: string;
  prouve: boolean;
  bloquant: boolean;
  temoin: object | null;
  document: Document;
  peutEcrire: boolean;
}) {
  const [refus, setRefus] = useState<Refus>();
  const creer = async () =>
    setRefus((await document.retoucher('temoin', { temoin: JSON.stringify(temoin) })) ?? undefined);
  return (
    <li className={bloquant ? undefined : 'a-regarder'}>
      <p>
        <strong>{CONSTATS[genre] ?? genre}</strong>
        {regles.length > 0 && ` – ${regles.join(', ')}`}
        {!bloquant && ' (à regarder : c’est peut-être voulu)'}
        {!prouve && ' (vu sur un échantillon, non prouvé)'}
      </p>
      <p>{message}</p>
      <AvisDeRefus refus={refus} />
      {temoin && peutEcrire && (
        <button type="button" className="lien" onClick={() => void creer()}>
          Créer un scénario de ce cas
        </button>
      )}
    </li>
  );
}
