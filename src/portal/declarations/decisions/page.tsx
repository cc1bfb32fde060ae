import type { Bloc, Lettre } from '#src/domain/suivi/courrier/lettre.ts';
import { Alerte, Carte, LienBouton, Page, type ContextePage } from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS, cheminDe } from '#src/portal/declarations/chemins.ts';

type PropsExplication = Readonly<{
  contexte: ContextePage;
  lettre: Lettre;
  declaration: Readonly<{ id: string; titre: string }>;
}>;

/**
 * What the rules decided on a point of the declaration and why: the body of the Caf's letter, without what
 * only the Caf can add.
 */
export function PageExplication({
  contexte,
  lettre: { objet, ouverture, parties, cloture, pied },
  declaration,
}: PropsExplication) {
  return (
    <Page
      contexte={contexte}
      titre="Explication d’une décision"
      largeur="etroite"
      chapeau={objet}
      fil={[
        { libelle: 'Déclarations', href: CHEMIN_DECLARATIONS },
        { libelle: declaration.titre, href: cheminDe(declaration.id) },
        { libelle: 'Explication' },
      ]}
      actions={
        <LienBouton variante="secondaire" href={cheminDe(declaration.id)}>
          Retour à la déclaration
        </LienBouton>
      }
    >
      <div className="pile explication">
        {ouverture.flatMap((bloc) =>
          bloc.genre === 'alerte'
            ? [
                <Alerte key={bloc.texte} ton="attention" titre="Valeur fictive">
                  {bloc.texte}
                </Alerte>,
              ]
            : [],
        )}
        {parties.map(({ titre, blocs }, rang) => (
          <Carte key={titre} titre={titre} id={`partie-${rang}`}>
            {blocs.map((bloc, ordre) => (
              <BlocLu key={ordre} bloc={bloc} />
            ))}
          </Carte>
        ))}
        {cloture.some(({ genre }) => genre !== 'a-completer') && (
          <Carte titre="Recours et signature" id="cloture">
            {cloture.map((bloc, ordre) => (
              <BlocLu key={ordre} bloc={bloc} />
            ))}
          </Carte>
        )}
        <p className="discret petit">{pied}</p>
      </div>
    </Page>
  );
}

function BlocLu({ bloc }: Readonly<{ bloc: Bloc }>) {
  switch (bloc.genre) {
    case 'paragraphe':
    case 'alerte':
      return <p>{bloc.texte}</p>;
    case 'liste':
      return (
        <ul>
          {bloc.elements.map((element) => (
            <li key={element}>{element}</li>
          ))}
        </ul>
      );
    case 'a-completer':
      return null;
    case 'tableau':
      return (
        <div className="defilement" role="region" aria-label={bloc.legende} tabIndex={0}>
          <table className="tableau tableau--defilement">
            <caption className="hors-ecran">{bloc.legende}</caption>
            <thead>
              <tr>
                {bloc.colonnes.map((colonne) => (
                  <th key={colonne} scope="col">
                    {colonne}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bloc.lignes.map(([tete = '', ...reste]) => (
                <tr key={tete}>
                  <th scope="row">{tete}</th>
                  {reste.map((cellule, rang) => (
                    <td key={rang}>{cellule}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}
