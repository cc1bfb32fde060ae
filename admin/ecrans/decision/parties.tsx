import type { ReactNode } from 'react';
import { instantFr } from '#src/kernel/francais.ts';
import type { Ton } from '#admin/definition/types/champ.ts';
import type { PageDeDecision } from '#admin/ecrans/decision/client.ts';
import { Icone, type NomIcone } from '#admin/ui/icones.tsx';
import { Pastille } from '#admin/ui/valeur.tsx';

type Explication = PageDeDecision['explication'];
type Appui = Explication['parametres'][number]['appui'];
type Condition = Explication['regles'][number]['condition'];

export const TONS_DES_GRAVITES: Readonly<Record<Explication['issues'][number]['gravite'], Ton>> = {
  bloquant: 'erreur',
  avertissement: 'attention',
  information: 'info',
};
const ICONES: Readonly<Record<string, NomIcone>> = { erreur: 'refus', attention: 'alerte', info: 'info' };
const TONS_DES_CERTITUDES: Readonly<Record<string, Ton>> = {
  explicite: 'succes',
  interpretation: 'info',
  'silence-de-la-source': 'attention',
  fictif: 'erreur',
};

export function Carte({ titre, intro, children }: { titre: string; intro?: string; children: ReactNode }) {
  return (
    <section className="carte" aria-label={titre}>
      <h2>{titre}</h2>
      {intro && <p className="carte-intro">{intro}</p>}
      {children}
    </section>
  );
}

/** What it stands on: certainty, documents and places, open question. */
function AppuiMontre({ appui: { sources, certitude, certitudeEnClair, question } }: { appui: Appui }) {
  return (
    <div className="appui-decision">
      {certitudeEnClair && (
        <p>
          <Pastille ton={TONS_DES_CERTITUDES[certitude] ?? 'neutre'}>{certitudeEnClair}</Pastille>
        </p>
      )}
      {sources.map(({ reference, nature, titre, lieu, resume, faible }) => (
        <p key={reference}>
          {nature}
          {faible && ' (source faible)'} « {titre} », {lieu} : {resume}.
        </p>
      ))}
      {question && (
        <p>
          <strong>{question.reponse === null ? 'Question ouverte' : 'Question tranchée'} :</strong>{' '}
          {question.texte}
          {question.a && ` (posée à : ${question.a})`}
          {question.reponse !== null && ` Réponse : ${question.reponse}`}
        </p>
      )}
    </div>
  );
}

export function Constats({ explication: { constats, etat } }: { explication: Explication }) {
  if (constats.length === 0)
    return (
      <p>
        {etat === 'faits-manquants'
          ? 'Aucune règle n’a été examinée.'
          : 'Aucune règle n’a relevé de point à signaler.'}
      </p>
    );
  return (
    <ul className="decisions">
      {constats.map(
        ({ regle, titre, issue, gravite, graviteEnClair, etatEnClair, message, corriger, appui }) => {
          const ton = TONS_DES_GRAVITES[gravite];
          return (
            <li key={`${regle}-${issue}`} className={`constat constat--${ton}`}>
              <p className="constat-titre">
                {titre} <span className="code">{regle}</span>
                {etatEnClair && ` · ${etatEnClair}`}
              </p>
              <p className="constat-message">
                <Icone nom={ICONES[ton] ?? 'info'} />
                <span className="lecteur">{graviteEnClair} : </span>
                {message}
              </p>
              {corriger && (
                <p className="constat-corriger">
                  <strong>{gravite === 'information' ? 'À savoir' : 'Comment corriger'} :</strong> {corriger}
                </p>
              )}
              <AppuiMontre appui={appui} />
            </li>
          );
        },
      )}
    </ul>
  );
}

export function SuiteDonnee({
  suite: { libelle, motif, le, par, instance, seanceLe, estimationAvant, estimationApres, rendue },
  fuseau,
}: {
  suite: NonNullable<Explication['suite']>;
  fuseau: string;
}) {
  const lignes: readonly (readonly [string, string | null])[] = [
    [rendue ? 'Décision rendue' : 'En attente', libelle],
    ['Motif', motif],
    [rendue ? 'Enregistrée le' : 'Demandée le', instantFr(le, fuseau)],
    [rendue ? 'Enregistrée par' : 'Demandée par', par],
    ['Instance', instance],
    ['Séance du', seanceLe],
    ['Estimation avant', estimationAvant],
    ['Estimation après', estimationApres],
  ];
  return (
    <dl className="valeurs">
      {lignes.flatMap(([etiquette, valeur]) =>
        valeur === null
          ? []
          : [
              <div key={etiquette} className="valeur">
                <dt>{etiquette}</dt>
                <dd>{valeur}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}

export function Parametres({ parametres }: Pick<Explication, 'parametres'>) {
  return (
    <ul className="lues">
      {parametres.map(({ nom, libelle, valeur, duEnClair, appui }) => (
        <li key={nom}>
          <p>
            {libelle} : <strong>{valeur}</strong>, depuis le {duEnClair}
          </p>
          <AppuiMontre appui={appui} />
        </li>
      ))}
    </ul>
  );
}

export function Calculs({ calculs }: Pick<Explication, 'calculs'>) {
  return (
    <ul className="lues">
      {calculs.map(({ nom, libelle, valeur, formule }) => (
        <li key={nom}>
          <p>
            {libelle} : <strong>{valeur}</strong>
          </p>
          {formule.map(({ si, alors }, rang) => (
            <p key={rang} className="discret">
              {si === null ? `${formule.length > 1 ? 'Sinon, ' : '= '}${alors}` : `Si ${si} : ${alors}`}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

export function Alternatives({
  explication: { alternatives, sansAlternative },
}: {
  explication: Explication;
}) {
  if (sansAlternative) return <p>{sansAlternative}</p>;
  return (
    <ul className="lues">
      {alternatives.map(({ issue, changements }) => (
        <li key={issue}>
          <h3>{issue}</h3>
          <ul className="puces-decision">
            {changements.map(({ phrase }) => (
              <li key={phrase}>{phrase}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

export function Examinees({ regles }: Pick<Explication, 'regles'>) {
  if (regles.length === 0) return <p>Aucune règle n’a été examinée.</p>;
  return (
    <ul className="lues">
      {[...regles]
        .sort((a, b) => Number(b.declenchee) - Number(a.declenchee))
        .map(({ regle, titre, issue, declenchee, condition }) => (
          <li key={regle}>
            <details open={declenchee}>
              <summary>
                {titre} <span className="code">{regle}</span>{' '}
                <Pastille ton={declenchee ? 'succes' : 'neutre'}>
                  {declenchee ? 'S’applique' : 'Ne s’applique pas'}
                </Pastille>
              </summary>
              <p className="discret">Issue : {issue}</p>
              <ConditionMontree condition={condition} />
            </details>
          </li>
        ))}
    </ul>
  );
}

function ConditionMontree({
  condition: { texte, resultat, atteinte, conditions },
}: {
  condition: Condition;
}) {
  const verdict = atteinte ? (resultat ? 'Vrai' : 'Faux') : 'N’a pas compté';
  return (
    <div className={`condition condition--${atteinte ? (resultat ? 'vrai' : 'faux') : 'laissee'}`}>
      <p>
        {atteinte && <Icone nom={resultat ? 'coche' : 'fermer'} />}
        <span className={atteinte ? 'lecteur' : 'discret'}>{verdict} : </span> {texte}
      </p>
      {conditions.map((membre, rang) => (
        <ConditionMontree key={rang} condition={membre} />
      ))}
    </div>
  );
}

export function NonExamines({ nonExamine }: Pick<Explication, 'nonExamine'>) {
  const groupes = [
    ['Faits', nonExamine.faits],
    ['Valeurs', nonExamine.parametres],
    ['Règles', nonExamine.regles],
  ] as const;
  const remplis = groupes.filter(([, liste]) => liste.length > 0);
  if (remplis.length === 0)
    return <p>Tout a été examiné : chaque fait, chaque valeur et chaque condition a compté.</p>;
  return (
    <>
      {remplis.map(([titre, liste]) => (
        <div key={titre} className="non-examine">
          <h3>{titre}</h3>
          <ul className="puces-decision">
            {liste.map(({ libelle, pourquoi }) => (
              <li key={libelle}>
                <strong>{libelle}</strong> : <span className="discret">{pourquoi}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
