import { useState } from 'react';
import type { ParametreEditable, Verification } from '#admin/ecrans/atelier/brouillon/client.ts';
import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';
import { Frise } from '#admin/ecrans/atelier/commun/rendu/frises.tsx';
import { FormulaireDeValeur } from '#admin/ecrans/atelier/brouillon/page/formulaire-de-valeur.tsx';
import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import type { Refus } from '#admin/ui/ecran.tsx';
import { AvisDeRefus } from '#admin/ecrans/atelier/commun/refus.tsx';

type Formulaires = NonNullable<Verification['formulaires']>;

/** Parameters of the draft: their dated values, added and changed without touching the text. */
export function Parametres({
  formulaires,
  document,
  peutEcrire,
  aujourdhui,
}: {
  formulaires: Formulaires;
  document: Document;
  peutEcrire: boolean;
  aujourdhui: string;
}) {
  if (formulaires.parametres.length === 0) return <p className="vide">Ce fichier n’a pas de paramètre.</p>;
  return (
    <>
      {formulaires.parametres.map((parametre) => (
        <Parametre
          key={parametre.nom}
          parametre={parametre}
          formulaires={formulaires}
          document={document}
          peutEcrire={peutEcrire}
          aujourdhui={aujourdhui}
        />
      ))}
    </>
  );
}

function Parametre({
  parametre,
  formulaires,
  document,
  peutEcrire,
  aujourdhui,
}: {
  parametre: ParametreEditable;
  formulaires: Formulaires;
  document: Document;
  peutEcrire: boolean;
  aujourdhui: string;
}) {
  /** Rank of the value being edited; -1 for a new one. */
  const [edite, setEdite] = useState<number | null>(null);
  const [refus, setRefus] = useState<Refus>();
  const { nom, libelle, partage, valeurs } = parametre;
  const modifiable = peutEcrire && partage === null;
  const retirer = async (rang: number) =>
    setRefus(
      (await document.retoucher('retirerValeur', { parametre: nom, rang: String(rang) })) ?? undefined,
    );
  return (
    <section className="carte" aria-label={libelle}>
      <header className="carte-entete">
        <h2>{libelle}</h2>
        {modifiable && edite === null && (
          <button type="button" className="bouton" onClick={() => setEdite(-1)}>
            Ajouter une valeur<span className="lecteur"> à « {libelle} »</span>
          </button>
        )}
      </header>
      {partage && (
        <p className="carte-intro">
          Cette valeur vient du fichier partagé « {partage} » : modifiez-la dans un brouillon de ce fichier.
        </p>
      )}
      <Frise parametre={parametre} aujourdhui={aujourdhui} />
      <AvisDeRefus refus={refus} />
      <ol className="valeurs-datees">
        {valeurs.map((valeur, rang) => (
          <li key={valeur.du}>
            {edite === rang ? (
              <FormulaireDeValeur
                parametre={parametre}
                rang={rang}
                formulaires={formulaires}
                document={document}
                aujourdhui={aujourdhui}
                fermer={() => setEdite(null)}
              />
            ) : (
              <>
                <p>
                  <strong>{valeur.texte}</strong> {valeur.periode}
                </p>
                <Appuis appui={valeur.appui} court />
                {modifiable && edite === null && (
                  <p className="actions actions--gauche">
                    <button type="button" className="lien" onClick={() => setEdite(rang)}>
                      Modifier<span className="lecteur"> la valeur {valeur.periode}</span>
                    </button>
                    {valeurs.length > 1 && (
                      <button type="button" className="lien" onClick={() => void retirer(rang)}>
                        Retirer<span className="lecteur"> la valeur {valeur.periode}</span>
                      </button>
                    )}
                  </p>
                )}
              </>
            )}
          </li>
        ))}
      </ol>
      {edite === -1 && (
        <FormulaireDeValeur
          parametre={parametre}
          rang={null}
          formulaires={formulaires}
          document={document}
          aujourdhui={aujourdhui}
          fermer={() => setEdite(null)}
        />
      )}
    </section>
  );
}
