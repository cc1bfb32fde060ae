import type { Conseil } from '#src/domain/delegation/habilitation/conseils.ts';
import { LIBELLES_ROLES } from '#src/kernel/roles.ts';

/** Advice, said once for all the roles: which one will be chosen is not known when the page is made. */
export function Conseils({ conseils }: Readonly<{ conseils: readonly Conseil[] }>) {
  if (conseils.length === 0) return null;
  return (
    <div className="champ__indice">
      <ul className="liste-liens">
        {conseils.map(({ role, message }) => (
          <li key={`${role} ${message}`}>
            <strong>{LIBELLES_ROLES[role]}</strong> – Conseil : {message}
          </li>
        ))}
      </ul>
      <p>
        Ce n’est qu’un conseil, et une même personne peut cumuler les rôles. Source :{' '}
        {[...new Set(conseils.map(({ source }) => source))].join(' ; ')}.
      </p>
    </div>
  );
}

/** What is left, before one is refused: the figures are those the quotas rule answers today. */
export function PlacesPrises({ places }: Readonly<{ places: readonly string[] }>) {
  if (places.length === 0) return null;
  return (
    <div className="champ__indice">
      <p>Places prises aujourd’hui, demandes en attente comprises :</p>
      <ul className="liste-liens">
        {places.map((place) => (
          <li key={place}>{place}</li>
        ))}
      </ul>
    </div>
  );
}

/** What each role does. */
export function Roles() {
  return (
    <dl className="definitions">
      <dt>Fournisseur de données d’activité</dt>
      <dd>Saisit les données relatives à l’activité de votre équipement.</dd>
      <dt>Fournisseur de données financières</dt>
      <dd>Saisit les données financières de votre équipement (budget prévisionnel – compte de résultat).</dd>
      <dt>Approbateur</dt>
      <dd>
        Valide les éléments saisis par les deux précédents profils et transmet ces éléments à la Caf. Votre
        Caf doit d’abord valider son habilitation.
      </dd>
      <dt>Consultant</dt>
      <dd>Consulte les déclarations, sans les modifier.</dd>
    </dl>
  );
}
