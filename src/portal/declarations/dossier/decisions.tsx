import type { Analyse } from '#src/domain/declaration/chaine/resultats.ts';
import { Carte } from '#src/portal/composants/index.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';

/** The recorded decisions of a declaration, each leading to its explanation. */
export function DecisionsExpliquees({
  declaration,
  analyse,
}: Readonly<{ declaration: string; analyse: Analyse }>) {
  const enregistrees = analyse.decisions.flatMap(({ intitule, decision }) =>
    decision?.id ? [{ intitule, id: decision.id }] : [],
  );
  if (enregistrees.length === 0) return null;
  return (
    <Carte titre="Décisions expliquées" id="decisions">
      <p>
        Chaque décision prise par les règles, avec les informations, les valeurs et les sources qui l’ont
        fondée.
      </p>
      <ul className="liste-liens">
        {enregistrees.map(({ intitule, id }) => (
          <li key={id}>
            <a href={cheminDe(declaration, 'decisions', id)}>{intitule}</a>
          </li>
        ))}
      </ul>
    </Carte>
  );
}
