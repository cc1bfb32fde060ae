import { useEffect, useRef, useState } from 'react';
import type { Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import { nonce } from '#admin/ui/etat.ts';
import type { Editeur, NomsProposes } from '#admin/ecrans/atelier/brouillon/editeur/types.ts';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';

const AUCUN_NOM: NomsProposes = {
  faits: [],
  parametres: [],
  citations: [],
  questions: [],
  messages: [],
  issues: [],
};

/** The names the file declares, for the editor to propose; none while it does not read as one. */
function nomsDe(verification: Verification | undefined): NomsProposes {
  const formulaires = verification?.formulaires;
  if (!formulaires) return AUCUN_NOM;
  const { faits, parametres, citations, questions, contenu } = formulaires;
  const { calculs, messages, issues } =
    contenu.genre === 'regles' ? contenu.rendu : { calculs: [], messages: [], issues: [] };
  return {
    faits: [...faits, ...calculs].map(({ nom, libelle }) => ({ nom, libelle })),
    parametres: parametres.map(({ nom, libelle }) => ({ nom, libelle })),
    citations: citations.map(({ reference, libelle }) => ({ nom: reference, libelle })),
    questions: questions.map(({ id, texte }) => ({ nom: id, libelle: texte })),
    messages: messages.map(({ cle, quoi }) => ({ nom: cle, libelle: quoi })),
    issues: issues.map(({ code, libelle }) => ({ nom: code, libelle })),
  };
}

/** The text itself, in an editor loaded when this view is first opened. */
export function TexteDuBrouillon({
  document,
  schema,
  peutEcrire,
  cible,
}: {
  document: Document;
  schema: unknown;
  peutEcrire: boolean;
  cible: { ligne: number; colonne: number } | null;
}) {
  const boite = useRef<HTMLDivElement>(null);
  const editeur = useRef<Editeur>();
  const [etat, setEtat] = useState<'attente' | 'pret' | 'echec'>('attente');
  const verification = useRef(document.verification);
  const changer = useRef(document.changer);
  verification.current = document.verification;
  changer.current = document.changer;
  useEffect(() => {
    let demonte = false;
    import('#admin/ecrans/atelier/brouillon/editeur/entree.ts').then(
      ({ monter }) => {
        if (demonte || !boite.current) return;
        editeur.current = monter(boite.current, {
          texte: document.texte,
          nonce,
          schema,
          libelle: 'Texte du fichier',
          lectureSeule: !peutEcrire,
          noms: () => nomsDe(verification.current),
          changer: (texte) => changer.current(texte),
        });
        setEtat('pret');
      },
      () => setEtat('echec'),
    );
    return () => {
      demonte = true;
      editeur.current?.detruire();
    };
  }, []);
  useEffect(() => editeur.current?.ecrire(document.texte), [document.texte, etat]);
  useEffect(() => {
    if (document.verification && document.aJour) editeur.current?.signaler(document.verification.anomalies);
  }, [document.verification, document.aJour, etat]);
  useEffect(() => {
    if (cible) editeur.current?.allerA(cible.ligne, cible.colonne);
  }, [cible, etat]);
  return (
    <section className="carte" aria-label="Texte">
      <h2>Texte</h2>
      <p className="carte-intro">
        Le fichier tel qu’il sera publié. Ctrl + Espace propose ce qui peut s’écrire à cet endroit ; Ctrl + F
        cherche.
      </p>
      {etat === 'attente' && (
        <p className="attente" role="status">
          Chargement de l’éditeur…
        </p>
      )}
      {etat === 'echec' && (
        <textarea
          className="texte-brut"
          aria-label="Texte du fichier"
          readOnly={!peutEcrire}
          value={document.texte}
          onChange={({ target }) => document.changer(target.value)}
        />
      )}
      <div ref={boite} />
    </section>
  );
}
