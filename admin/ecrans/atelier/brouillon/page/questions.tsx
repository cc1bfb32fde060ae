import { useState } from 'react';
import type { QuestionRendue } from '#src/engine/rendu/index.ts';
import { Pastille } from '#admin/ui/valeur.tsx';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';
import { ChampDAtelier } from '#admin/ecrans/atelier/commun/champ.tsx';
import type { Refus } from '#admin/ui/ecran.tsx';

/** Questions of the draft: an answer received is written here. */
export function QuestionsDuBrouillon({
  questions,
  document,
  peutEcrire,
}: {
  questions: readonly QuestionRendue[];
  document: Document;
  peutEcrire: boolean;
}) {
  if (questions.length === 0) return <p className="vide">Ce fichier n’a pas de question.</p>;
  return (
    <section className="carte" aria-label="Questions">
      <h2>Questions</h2>
      <ul className="questions">
        {questions.map((question) => (
          <Question
            key={question.id}
            question={question}
            document={document}
            peutEcrire={peutEcrire && !question.id.includes(':')}
          />
        ))}
      </ul>
    </section>
  );
}

function Question({
  question: { id, texte, a, reponse, concerne },
  document,
  peutEcrire,
}: {
  question: QuestionRendue;
  document: Document;
  peutEcrire: boolean;
}) {
  const [saisie, setSaisie] = useState(reponse ?? '');
  const [refus, setRefus] = useState<Refus>();
  const repondre = async () =>
    setRefus((await document.retoucher('repondre', { question: id, reponse: saisie })) ?? undefined);
  return (
    <li>
      <p>
        <span className="code">{id}</span>{' '}
        <Pastille ton={reponse === null ? 'attention' : 'succes'}>
          {reponse === null ? 'Ouverte' : 'Répondue'}
        </Pastille>
      </p>
      <p>{texte}</p>
      <p className="discret">
        {a && `À poser à : ${a}. `}
        {concerne.length > 0 && `Concerne : ${concerne.join(' ; ')}.`}
      </p>
      <AvisDeRefus refus={refus} />
      {peutEcrire ? (
        <>
          <ChampDAtelier libelle={`Réponse à ${id}`} long valeur={saisie} changer={setSaisie} />
          <button type="button" className="bouton" onClick={() => void repondre()}>
            Écrire la réponse
          </button>
        </>
      ) : (
        reponse !== null && (
          <p>
            <strong>Réponse :</strong> {reponse}
          </p>
        )
      )}
    </li>
  );
}
