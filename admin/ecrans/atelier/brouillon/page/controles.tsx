import { useState } from 'react';
import type { AnomalieMontree, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
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

interface Proprietes {
  readonly document: Document;
  readonly allerA: (anomalie: AnomalieMontree) => void;
  readonly peutEcrire: boolean;
}

/** What the checks say of the text, as it is being edited. */
export function Controles(props: Proprietes) {
  const { verification } = props.document;
  if (!verification)
    return (
      <section className="carte controles" aria-label="Contrôles">
        <h2>Contrôles</h2>
        <p className="attente" role="status">
          Vérification…
        </p>
      </section>
    );
  return <Resultats verification={verification} {...props} />;
}

function Resultats({
  verification,
  document,
  allerA,
  peutEcrire,
}: Proprietes & { verification: Verification }) {
  const { aJour } = document;
  const { valide, dureeMs, resume, analyse, analyseFaite, anomalies } = verification;
  const fini = aJour && analyseFaite;
  const verifie = analyseFaite ? `Vérifié en ${dureeMs} ms.` : 'Analyse en cours…';
  return (
    <section className={`carte controles${valide ? '' : ' carte--attention'}`} aria-label="Contrôles">
      <header className="carte-entete">
        <h2>Contrôles</h2>
        <Etat verification={verification} aJour={aJour} />
      </header>
      <p className="discret" role="status">
        {aJour ? verifie : 'Vérification en cours…'} {resume}
      </p>
      <Anomalies anomalies={anomalies} allerA={allerA} />
      {analyse && <Analyse analyse={analyse} fini={fini} document={document} peutEcrire={peutEcrire} />}
    </section>
  );
}

function Etat({ verification, aJour }: { verification: Verification; aJour: boolean }) {
  const { valide, analyseFaite, anomalies } = verification;
  if (!aJour) return <Pastille ton="neutre">Vérification…</Pastille>;
  if (!valide) return <Pastille ton="erreur">{compter(anomalies.length, 'anomalie')}</Pastille>;
  return analyseFaite ? (
    <Pastille ton="succes">Prêt à soumettre</Pastille>
  ) : (
    <Pastille ton="neutre">Analyse…</Pastille>
  );
}

function Anomalies({
  anomalies,
  allerA,
}: { anomalies: readonly AnomalieMontree[] } & Pick<Proprietes, 'allerA'>) {
  const [toutes, setToutes] = useState(false);
  const montrees = toutes ? anomalies : anomalies.slice(0, MONTREES);
  return (
    <>
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
    </>
  );
}

function Analyse({
  analyse,
  fini,
  ...suite
}: {
  analyse: NonNullable<Verification['analyse']>;
  fini: boolean;
} & Pick<Proprietes, 'document' | 'peutEcrire'>) {
  const { exacte, constats, methode, cellules, dates } = analyse;
  return (
    <div className={fini ? 'analyse' : 'analyse analyse--ancienne'}>
      <h3>
        Analyse {exacte ? 'exacte' : 'par échantillon'}
        {!fini && ' du texte précédent'}
      </h3>
      {constats.length === 0 && (
        <p>
          <Icone nom="coche" /> Ni trou, ni conflit, ni recouvrement, ni règle inatteignable.
        </p>
      )}
      <ul className="anomalies">
        {constats.map((constat, rang) => (
          <Constat key={rang} constat={constat} {...suite} />
        ))}
      </ul>
      <details>
        <summary>Comment l’analyse a été faite</summary>
        <p className="discret">
          {methode} {compter(cellules, 'cellule visitée', 'cellules visitées')},{' '}
          {compter(dates.length, 'date')}.
        </p>
      </details>
    </div>
  );
}

function Constat({
  constat: { genre, regles, message, prouve, bloquant, temoin },
  document,
  peutEcrire,
}: {
  constat: NonNullable<Verification['analyse']>['constats'][number];
} & Pick<Proprietes, 'document' | 'peutEcrire'>) {
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
